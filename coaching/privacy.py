"""Verdicts on the fields of coaching (see :mod:`accounts.privacy`).

Nearly everything here is about people. Texts of the team are personal: they name who said what. What the machine keeps
to make the rest work (numbers, keys) is not.
"""

from accounts.privacy import Retention, Source, classify

SELF, OTHERS, MACHINE = Source.SELF, Source.OTHERS, Source.MACHINE
COACHING = Retention.COACHING


def _all(names: str, personal: bool, source: Source) -> dict[str, tuple[bool, Source]]:
    return dict.fromkeys(names.split(), (personal, source))


classify(
    "coaching.Engagement",
    COACHING,
    **_all("subject why proposed_by coach", True, OTHERS),
    **_all("cooperation state paused_until retention_months", False, OTHERS),
    **_all("proposed_at started_at closed_at", False, MACHINE),
)
classify(
    "coaching.StateChange",
    COACHING,
    **_all("by reason", True, SELF),
    **_all("engagement at from_state to_state", False, MACHINE),
)
classify(
    "coaching.Member",
    COACHING,
    **_all("engagement user firm", True, OTHERS),
    **_all("joined_at seated_at left_at", True, MACHINE),
)
classify(
    "coaching.Ballot",
    COACHING,
    **_all("engagement coach nominated_by", True, OTHERS),
    **_all("opened_at state closed_at", False, MACHINE),
)
# Sealed, and deleted as soon as the ballot closes.
classify("coaching.CoachVote", COACHING, **_all("ballot member sealed", True, SELF), **_all("id", False, MACHINE))
classify(
    "coaching.Session",
    COACHING,
    **_all("planned_by draft summary asking facilitating instructing", True, OTHERS),
    **_all("starts_at minutes place", False, OTHERS),
    **_all("engagement number state held_at summary_version", False, MACHINE),
)
classify(
    "coaching.AgendaItem",
    COACHING,
    **_all("text proposer", True, SELF),
    **_all("session talked_about created_at", False, MACHINE),
)
classify("coaching.Attendance", COACHING, **_all("session member presence", True, OTHERS))
classify(
    "coaching.SummaryResponse",
    COACHING,
    **_all("session member version verdict text", True, SELF),
    **_all("at", True, MACHINE),
)
classify(
    "coaching.Decision",
    COACHING,
    **_all("question options outcome reasons effect proposed_by", True, OTHERS),
    **_all("review_on for_cooperation affected_firms replaces", False, OTHERS),
    **_all("engagement session number revision state proposed_at adopted_at ended_at", False, MACHINE),
)
classify(
    "coaching.Voice",
    COACHING,
    **_all("decision member revision stance reason", True, SELF),
    **_all("at", True, MACHINE),
)
classify(
    "coaching.Acknowledgement",
    COACHING,
    **_all("decision member words", True, SELF),
    **_all("at", True, MACHINE),
)
classify(
    "coaching.Question",
    COACHING,
    **_all("decision member text", True, SELF),
    **_all("answer answered_by", True, OTHERS),
    **_all("asked_at answered_at", True, MACHINE),
)
# Notes about the team by its coach, as ciphertext; erased with their key after the agreed months (0 to 36).
classify(
    "coaching.PrivateNote",
    COACHING,
    **_all("engagement author session ciphertext", True, OTHERS),
    **_all("id written_at", False, MACHINE),
)
classify("coaching.EngagementKey", COACHING, **_all("engagement wrapped created_at destroyed_at", False, MACHINE))
