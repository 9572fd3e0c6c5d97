"""Every field of every table has a verdict: personal or not, where from, how long."""

import pytest

from accounts.privacy import Retention, Source, Verdict, judged_fields, verdicts

HOUSE = ("accounts", "nagging", "partners", "cooperations", "coaching")
# Fields by whose name or type one can tell that they say something about a person.
TELLTALE = ("email", "phone", "first_name", "last_name", "birthday", "address")


def _key(field) -> tuple[str, str]:
    return field.model._meta.label_lower, field.name


@pytest.mark.parametrize("app", HOUSE)
def test_every_field_has_a_verdict(app):
    fields = judged_fields(app)
    assert fields, f"{app} has no field: the guard looks at the wrong place"
    missing = [".".join(_key(field)) for field in fields if _key(field) not in verdicts()]
    assert not missing, f"say in {app}/privacy.py what these hold: {', '.join(missing)}"


def test_no_verdict_about_a_field_that_is_gone():
    known = {_key(field) for app in HOUSE for field in judged_fields(app)}
    assert len(known) > 100
    assert not set(verdicts()) - known


def test_what_obviously_concerns_a_person_is_called_personal():
    judged = [(_key(field), verdicts().get(_key(field))) for app in HOUSE for field in judged_fields(app)]
    telltale = [(key, verdict) for key, verdict in judged if key[1] in TELLTALE]
    assert len(telltale) > 3
    assert all(verdict is None or verdict.personal for _, verdict in telltale), telltale


def test_a_link_to_a_person_is_personal():
    from accounts.models import User

    links = [field for app in HOUSE for field in judged_fields(app) if field.related_model is User]
    assert len(links) > 10
    wrong = [".".join(_key(field)) for field in links if not verdicts().get(_key(field), _PERSONAL).personal]
    assert not wrong


_PERSONAL = Verdict(True, Source.MACHINE, Retention.ACCOUNT)
