"""The table of access: every address, who gets what from it by GET and by POST.

An answer is one of ok, redirect, login (to the sign-in page) or a status. Rows speak of side A: for whoever is not
named nothing is there (404), whoever is not signed in is sent to sign in. POSTs are sent without any field, so ``ok``
is a form with its mistakes and ``redirect`` an act that was done or refused in words.
"""

from collections.abc import Mapping

from tests.guards.access.cast import (
    ADMIN,
    DRIVERS_A,
    DRIVERS_B,
    FIRM_1,
    FIRM_2,
    INSIDE_A,
    ROLES,
    SIDE_A,
    SIGNED_IN,
)

Expected = Mapping[str, str]
Roles = frozenset[str]

TEAM = INSIDE_A - {"coach"}
COACH = frozenset({"coach"})
# Who may know that there is a coaching: the leads of the firms as well, a member outside the team not.
KNOWING = SIDE_A - {"member"} | COACH
MANAGERS = DRIVERS_A | DRIVERS_B
STARTERS = frozenset({"manager", "manager_b"})
OWNER = frozenset({"manager"})
LEADERS_1 = frozenset({"lead", "member"})
LEADERS_2 = FIRM_2
"""Who answers for a firm: its lead, and who is named responsible person or deputy."""
NONE: Roles = frozenset()


def who(answer: str, roles: Roles, *, refused: Roles = NONE, anonymous: str = "login") -> Expected:
    """``answer`` for ``roles``, 403 for the ``refused``, 404 for all others."""
    named = dict.fromkeys(refused - roles, "403") | dict.fromkeys(roles, answer)
    return dict.fromkeys(ROLES, "404") | named | {"anonymous": anonymous}


def all_of_us(answer: str, anonymous: str = "login") -> Expected:
    return who(answer, SIGNED_IN, anonymous=anonymous)


def form(roles: Roles, *, refused: Roles = NONE, post: str = "ok") -> tuple[Expected, Expected]:
    """A page with a form that leads back to itself."""
    return who("ok", roles, refused=refused), who(post, roles, refused=refused)


def act(roles: Roles, *, refused: Roles = NONE, post: str = "redirect") -> tuple[Expected, Expected]:
    """A button: POST only, whoever asks."""
    return all_of_us("405"), who(post, roles, refused=refused)


def door(roles: Roles, *, post: str = "redirect") -> tuple[Expected, Expected]:
    """A button behind a door of coaching: even the method is told only to those who may."""
    return who("405", roles), who(post, roles)


def read(roles: Roles) -> tuple[Expected, Expected]:
    """A page behind a door of coaching without a form."""
    return who("ok", roles), who("405", roles)


def same(expected: Expected) -> tuple[Expected, Expected]:
    return expected, expected


def public(get: str = "ok", post: str = "405") -> tuple[Expected, Expected]:
    return all_of_us(get, get), all_of_us(post, post)


def staff(get: str = "ok", post: str = "ok") -> tuple[Expected, Expected]:
    """Django's administration: everybody else is sent to its door."""
    return tuple(dict.fromkeys(ROLES, "login") | {"administrator": answer} for answer in (get, post))


def _house() -> dict:
    start = who("redirect", SIGNED_IN - ADMIN) | {"administrator": "ok"}
    return {
        "home": same(start),
        "healthz": public(post="ok"),
        # The clock of the tests stands still, and nothing beats.
        "readyz": public("503", "503"),
        "imprint": public(),
        "privacy": public(),
        # Stands for everybody's mailbox, on this machine only; see tests/coopnet/test_mailbox.py.
        "mailbox:list": public(),
        "mailbox:page": public("404"),
        "mailbox:html": public("404"),
    }


def _signing_in() -> dict:
    """Pages of allauth: they show a person what is theirs, and nothing of anybody else."""
    own = all_of_us("ok")
    onward = all_of_us("redirect")
    nothing = all_of_us("404")
    return {
        "account_login": same(all_of_us("redirect", "ok")),
        "account_signup": same(all_of_us("redirect", "ok")),
        "account_logout": (own, all_of_us("login")),
        "account_inactive": public(),
        "account_reauthenticate": same(own),
        "account_email": (own, onward),
        "account_email_verification_sent": public(),
        "account_change_password": same(own),
        "account_set_password": same(onward),
        "account_reset_password": public(post="ok"),
        "account_confirm_login_code": same(onward),
        "account_confirm_email": public(post="404"),
        "account_reset_password_from_key": public(post="ok"),
        "account_reset_password_from_key_done": public(),
        "account_reset_password_done": public(),
        "mfa_index": (own, all_of_us("405")),
        **dict.fromkeys(
            [
                f"mfa_{name}"
                for name in ("deactivate_totp", "download_recovery_codes", "remove_webauthn", "edit_webauthn")
            ],
            same(nothing),
        ),
        **dict.fromkeys(("mfa_activate_totp", "mfa_generate_recovery_codes", "mfa_add_webauthn"), same(own)),
        "mfa_view_recovery_codes": (nothing, all_of_us("405")),
        "mfa_list_webauthn": (own, all_of_us("405")),
        **{
            f"mfa_{name}": same(onward)
            for name in ("authenticate", "reauthenticate", "reauthenticate_webauthn", "login_webauthn")
        },
    }


def _accounts() -> dict:
    return {
        "accounts:settings": (all_of_us("ok"), all_of_us("405")),
        "accounts:subdivisions": (all_of_us("ok"), all_of_us("405")),
        "accounts:settings_save": (all_of_us("405"), all_of_us("ok")),
        "accounts:absence_remove": act(OWNER),
        "accounts:language": public("405", "redirect"),
        "accounts:invitation": public("410", "410"),
        "accounts:first_run": public("404", "404"),
        "accounts:people": (who("ok", ADMIN), who("405", ADMIN)),
        "accounts:invite_person": form(ADMIN),
        "accounts:person": form(ADMIN),
        "accounts:person_act": (who("405", ADMIN), who("redirect", ADMIN)),
        # The signature of the link says who answers, whoever is signed in.
        "nagging:stop": public(post="redirect"),
        "nagging:answer": public(post="ok"),
        "nagging:thanks": public(),
    }


def _partners() -> dict:
    keepers_of_1 = frozenset({"manager", "lead"})
    return {
        "partners:firm_list": form(SIGNED_IN),
        "partners:firm_create": form(STARTERS, refused=SIGNED_IN),
        "partners:firm_page": form(SIDE_A),
        "partners:firm_edit": form(keepers_of_1, refused=SIDE_A),
        "partners:person_add": form(keepers_of_1, refused=SIDE_A),
        "partners:person_edit": form(keepers_of_1, refused=SIDE_A),
        "partners:person_end": act(keepers_of_1, refused=SIDE_A),
        "partners:contact_list": form(MANAGERS, refused=SIGNED_IN),
        "partners:contact_create": form(MANAGERS, refused=SIGNED_IN),
        "partners:contact_page": form(OWNER),
        "partners:contact_edit": form(OWNER),
        "partners:contact_delete": form(OWNER, post="redirect"),
        "partners:import_start": form(MANAGERS, refused=SIGNED_IN),
        "partners:import_preview": form(OWNER),
        "partners:import_result": same(who("redirect", OWNER)),
        **{f"partners:import_{name}": act(OWNER) for name in ("policy", "confirm", "undo", "discard", "file")},
    }


def _cooperations() -> dict:
    drive, seen = form(DRIVERS_A, refused=SIDE_A), form(SIDE_A)
    share = form(FIRM_1 | DRIVERS_A, refused=SIDE_A)
    people = form(LEADERS_1 | DRIVERS_A, refused=SIDE_A)
    answer = form(LEADERS_1, refused=SIDE_A)
    press = act(DRIVERS_A, refused=SIDE_A)
    starts = form(MANAGERS, refused=SIGNED_IN)
    return {
        "cooperations:portfolio": form(SIGNED_IN),
        "cooperations:desk": form(SIGNED_IN),
        "cooperations:nothing_this_week": act(SIGNED_IN),
        "cooperations:today": starts,
        "cooperations:going_out": starts,
        "cooperations:create": form(STARTERS, refused=SIGNED_IN),
        **{
            f"cooperations:{name}": seen
            for name in ("page", "timeline", "agreement", "task_offer", "task", "contribute", "ledger")
        },
        # That there is a private note or a reminder is nobody else's business.
        **{f"cooperations:{name}": form(DRIVERS_A) for name in ("reminders", "manager_note")},
        **{f"cooperations:{name}": drive for name in ("party_add", "terms", "pause", "resume", "end", "call_note")},
        **{f"cooperations:{name}": press for name in ("version_propose", "version_withdraw", "explore", "activate")},
        "cooperations:version": (who("ok", SIDE_A), who("ok", frozenset({"lead", "other_lead"}), refused=SIDE_A)),
        **{f"cooperations:party_{name}": people for name in ("edit", "responsible")},
        **{
            f"cooperations:{name}": share
            for name in (
                *("pledge_add", "pledge_edit", "measure_add", "measure_edit", "measure_reached"),
                *("benefit", "contribution_correct"),
            )
        },
        "cooperations:pledge_withdraw": act(FIRM_1 | DRIVERS_A, refused=SIDE_A),
        **{f"cooperations:task_{name}": answer for name in ("decline", "move", "help")},
        "cooperations:task_accept": act(LEADERS_1, refused=SIDE_A),
        "cooperations:task_finish": act(LEADERS_1 | DRIVERS_A, refused=SIDE_A),
        "cooperations:task_drop": people,
        "cooperations:contribution_confirm": act(FIRM_2, refused=SIDE_A),
        "cooperations:contribution_dispute": form(FIRM_2, refused=SIDE_A),
    }


def _coaching() -> dict:
    client = TEAM | DRIVERS_A
    return {
        "coaching:teams": (all_of_us("ok"), all_of_us("405")),
        "coaching:propose": form(SIDE_A),
        "coaching:page": read(KNOWING),
        "coaching:decisions": read(KNOWING),
        "coaching:decision": read(INSIDE_A),
        "coaching:move": form(INSIDE_A),
        "coaching:coach": form(client),
        "coaching:member_add": form(INSIDE_A),
        "coaching:vote": door(TEAM),
        # Nobody votes any more: for those who may ask there is no open vote, for all others nothing at all.
        "coaching:withdraw_ballot": (who("405", client), who("404", client)),
        "coaching:decline_candidacy": same(who("404", NONE)),
        "coaching:leave": door(TEAM),
        **{f"coaching:{name}": form(COACH) for name in ("session_plan", "session_change", "notes")},
        "coaching:notes_erase": form(COACH, post="redirect"),
        "coaching:note_delete": door(COACH),
        "coaching:session_cancel": door(COACH),
        "coaching:session_draft": door(COACH, post="ok"),
        "coaching:session_note": door(COACH, post="ok"),
        **{f"coaching:{name}": form(INSIDE_A) for name in ("session", "decision_propose", "decision_reword")},
        "coaching:topic_add": door(INSIDE_A, post="ok"),
        "coaching:question_answer": door(INSIDE_A, post="ok"),
        "coaching:decision_withdraw": door(INSIDE_A),
        "coaching:summary_answer": door(TEAM, post="ok"),
        **{f"coaching:decision_{name}": door(TEAM, post="ok") for name in ("object", "acknowledge", "ask")},
        **{f"coaching:decision_{name}": door(TEAM) for name in ("consent", "keep_inside")},
    }


def _administration() -> dict:
    onward = staff("redirect", "redirect")
    found = {
        "admin:index": staff(),
        "admin:login": (
            dict.fromkeys(SIGNED_IN, "403") | {"administrator": "redirect", "anonymous": "login"},
            dict.fromkeys(SIGNED_IN, "403") | {"administrator": "ok", "anonymous": "login"},
        ),
        "admin:logout": (
            all_of_us("redirect") | {"administrator": "405"},
            all_of_us("redirect") | {"administrator": "login"},
        ),
        "admin:password_change": staff(),
        "admin:password_change_done": staff(post="405"),
        "admin:autocomplete": staff("403", "405"),
        "admin:jsi18n": staff(post="405"),
        "admin:view_on_site": staff("404", "404"),
        "admin:app_list": staff(),
        "/admin/(?P<url>.*)$": staff("404", "404"),
    }
    written = {"absence": "accounts", "emailaddress": "account", "authenticator": "mfa"}
    for model, app in {"user": "accounts", "invitation": "accounts", "auditentry": "accounts", **written}.items():
        new = staff() if model in written else staff("403", "403")
        change = staff() if model in written or model == "user" else staff(post="403")
        # Nobody has a second factor in the world, so there is no row to look at.
        there = model != "authenticator"
        pages = {"changelist": staff(), "add": new, "delete": new, "change": change, "history": staff()}
        for page, row in pages.items():
            on_a_row = page not in ("changelist", "add")
            found[f"admin:{app}_{model}_{page}"] = row if there or not on_a_row else onward
        found[f"/admin/{app}/{model}/<path:object_id>/"] = onward
    return found


TABLE: dict[str, tuple[Expected, Expected]] = {
    **_house(),
    **_signing_in(),
    **_accounts(),
    **_partners(),
    **_cooperations(),
    **_coaching(),
    **_administration(),
}
