"""Who may open which page: every address with an id, for everybody, without a list that could go stale."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cooperations.actions.agreement import propose_version
from cooperations.actions.cooperations import set_terms, start_cooperation
from cooperations.actions.ledger import log_contribution
from cooperations.enums import Field, Kind
from cooperations.urls import urlpatterns
from tests.factories import cooperations as make
from tests.factories.accounts import NOW, manager, person

WITH_ID = [pattern for pattern in urlpatterns if "pk" in pattern.pattern.converters]
STARTS = [pattern.name for pattern in urlpatterns if "pk" not in pattern.pattern.converters]


def ids(team: make.Cast) -> dict[str, int]:
    """One object of each kind, by the first part of the address."""
    entry = log_contribution(
        team.becker,
        by=team.leads[0],
        now=NOW,
        kind="hours",
        text="Photos",
        quantity=3,
        unit="h",
        happened_on=make.TODAY,
    )
    set_terms(team.cooperation, by=team.manager, now=NOW, joint_goal="Something new")
    return {
        "<int:pk>": team.cooperation.pk,
        "parties": team.becker.pk,
        "pledges": team.becker.pledges.get().pk,
        "measures": team.becker.measures.get().pk,
        "versions": propose_version(team.cooperation, by=team.manager, now=NOW).pk,
        "tasks": team.cooperation.tasks.filter(party=team.becker).first().pk,
        "contributions": entry.pk,
    }


def addresses(team: make.Cast) -> list[tuple[str, str]]:
    known = ids(team)
    return [
        (pattern.name, reverse(f"cooperations:{pattern.name}", args=[known[str(pattern.pattern).split("/")[0]]]))
        for pattern in WITH_ID
    ]


def test_the_walk_finds_the_pages():
    assert len(WITH_ID) > 30
    assert set(STARTS) == {"portfolio", "today", "going_out", "desk", "nothing_this_week", "create"}


def test_for_a_stranger_nothing_exists(client, team):
    client.force_login(team.stranger)
    for name, url in addresses(team):
        assert client.get(url).status_code in (404, 405), name
        assert client.post(url).status_code == 404, name


def test_a_stranger_who_manages_elsewhere_sees_no_more(client, team):
    other = manager()
    start_cooperation(by=other, now=NOW, title="Elsewhere", kind=Kind.NETWORK, field=Field.OTHER)
    client.force_login(other)
    for name, url in addresses(team):
        assert client.post(url).status_code == 404, name


def test_without_signing_in_everything_leads_to_the_door(client, team):
    for name, url in addresses(team):
        response = client.get(url)
        assert response.status_code == 302, name
        assert "/account/login/" in response["Location"], name
    for name in STARTS:
        assert client.get(reverse(f"cooperations:{name}")).status_code == 302, name


def test_an_id_that_no_database_holds_is_simply_not_there(client, team):
    client.force_login(team.manager)
    for pattern in WITH_ID:
        url = reverse(f"cooperations:{pattern.name}", args=[9_999_999_999_999_999_999])
        assert client.post(url).status_code == 404, pattern.name


@pytest.mark.parametrize("who", ["manager", "lead", "member", "other_lead"])
def test_pages_open_without_writing(client, team, who):
    user = {
        "manager": team.manager,
        "lead": team.leads[0],
        "member": team.members[0],
        "other_lead": team.leads[1],
    }[who]
    pages = addresses(team)
    client.force_login(user)
    opened = 0
    for name, url in pages:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(url)
        assert response.status_code in (200, 403, 404, 405), name
        opened += response.status_code == 200
        written = [query["sql"] for query in captured if not query["sql"].startswith("SELECT")]
        assert not written, (name, written)
    assert opened > 8


def test_a_partner_cannot_do_what_only_the_manager_may(client, team):
    client.force_login(team.leads[0])
    for name in ("terms", "party_add", "pause", "end", "call_note", "activate", "explore", "version_propose"):
        response = client.post(reverse(f"cooperations:{name}", args=[team.cooperation.pk]))
        assert response.status_code == 403, name
    response = client.get(reverse("cooperations:manager_note", args=[team.cooperation.pk]))
    assert response.status_code == 404


def test_a_partner_does_not_touch_the_share_of_another_firm(client, team):
    client.force_login(team.leads[1])
    pledge, measure = team.becker.pledges.get(), team.becker.measures.get()
    for url in (
        reverse("cooperations:pledge_add", args=[team.becker.pk]),
        reverse("cooperations:pledge_edit", args=[pledge.pk]),
        reverse("cooperations:pledge_withdraw", args=[pledge.pk]),
        reverse("cooperations:measure_edit", args=[measure.pk]),
        reverse("cooperations:benefit", args=[team.becker.pk]),
        reverse("cooperations:party_edit", args=[team.becker.pk]),
    ):
        assert client.post(url).status_code == 403, url


def test_a_party_that_left_is_out_at_the_next_request(client, team):
    client.force_login(team.members[0])
    url = reverse("cooperations:page", args=[team.cooperation.pk])
    assert client.get(url).status_code == 200
    team.members[0].memberships.update(ended_on=make.TODAY)
    assert client.get(url).status_code == 404


def test_starts_without_a_part_tell_so(client, db):
    client.force_login(person())
    assert client.get(reverse("cooperations:today")).status_code == 403
    assert client.get(reverse("cooperations:going_out")).status_code == 403
    assert client.get(reverse("cooperations:create")).status_code == 403
    assert client.get(reverse("cooperations:portfolio")).status_code == 200
    assert client.get(reverse("cooperations:desk")).status_code == 200


def test_the_managers_note_stays_with_the_manager(client, team):
    set_terms(team.cooperation, by=team.manager, now=NOW, manager_note="Kanarienwort")
    url = reverse("cooperations:page", args=[team.cooperation.pk])
    client.force_login(team.manager)
    assert b"Kanarienwort" in client.get(url).content
    for user in (team.leads[0], team.members[1]):
        client.force_login(user)
        assert b"Kanarienwort" not in client.get(url).content
        assert b"Kanarienwort" not in client.get(reverse("cooperations:timeline", args=[team.cooperation.pk])).content
