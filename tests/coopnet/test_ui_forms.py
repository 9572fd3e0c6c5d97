"""The lenient fields in a form: what they take, what they show again, what they say when they cannot."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from coopnet.ui.forms import CoopForm, LenientDateField, LenientDecimalField, LenientDurationField
from coopnet.ui.templatetags.ui import problems_of

TODAY = date(2026, 11, 24)


class Contribution(CoopForm):
    text = forms.CharField(max_length=40)
    kind = forms.ChoiceField(choices=[("hours", "hours"), ("money", "money")], required=False)
    on = LenientDateField(prefer="past", today=lambda: TODAY)
    hours = LenientDurationField(max_value=24)
    value = LenientDecimalField(required=False, max_digits=8, decimal_places=2)


def post(**changes) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"text": "fair stand", "on": "3.11.", "hours": "1:30", "value": "", "kind": "hours"} | changes)
    return data


def test_what_was_typed_becomes_date_and_numbers():
    form = Contribution(post(value="1.234,5"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 11, 3)
    assert form.cleaned_data["hours"] == Decimal("1.5")
    assert form.cleaned_data["value"] == Decimal("1234.5")


def test_a_thousand_in_german_is_no_fraction():
    with override("de"):
        form = Contribution(post(value="1.234"))
        assert form.is_valid()
        assert form.cleaned_data["value"] == Decimal(1234)
        assert form["value"].value() == "1.234"
        assert form["hours"].value() == "1,5"
        assert form["on"].value() == "03.11.2026"
    with override("en"):
        form = Contribution(post(value="1,234"))
        assert form["value"].value() == "1,234"
        assert form["on"].value() == "3 Nov 2026"


def test_what_was_not_understood_is_shown_as_it_was_typed():
    form = Contribution(post(on="31.13.", hours="lots"))
    assert not form.is_valid()
    assert form["on"].value() == "31.13."
    assert form["hours"].value() == "lots"
    assert "31.13." in form.errors["on"][0]
    assert {problem["id"] for problem in problems_of(form)} == {"id_on", "id_hours"}


def test_limits_of_the_plain_number_field_still_hold():
    assert "hours" in Contribution(post(hours="25")).errors
    assert "value" in Contribution(post(value="1,234")).errors or Contribution(post(value="1,234")).is_valid()
    with override("de"):
        assert "value" in Contribution(post(value="1,2345")).errors
        assert "value" in Contribution(post(value="12345678,00")).errors


@pytest.mark.parametrize("bad", ["fair\x00stand", "fair\ud800stand"])
def test_characters_that_cannot_be_kept_are_named_and_leave_a_page_that_can_be_sent(bad):
    form = Contribution(post(text=bad))
    assert not form.is_valid()
    assert set(form.errors) == {"text"}
    assert form.cleaned_data["hours"] == Decimal("1.5")
    str(form["text"]).encode()


def test_such_characters_in_any_field_are_refused_and_never_an_exception():
    for name in ("kind", "on", "hours", "value"):
        form = Contribution(post(**{name: "\x00\udfff1"}))
        assert name in form.errors
    assert "text" in Contribution({"text": "\x00", "on": "heute", "hours": "1"}).errors


def test_initial_values_are_shown_in_the_habit_of_the_language():
    with override("de"):
        form = Contribution(initial={"on": TODAY, "hours": Decimal("1.50"), "value": Decimal("1234.00")})
        assert [form[name].value() for name in ("on", "hours", "value")] == ["24.11.2026", "1,5", "1.234"]


def test_a_shown_value_that_comes_back_is_no_change():
    for language in ("de", "en"):
        with override(language):
            initial = {"text": "a", "on": TODAY, "hours": Decimal("1.5"), "value": Decimal("1234.5"), "kind": "hours"}
            shown = Contribution(initial=initial)
            data = post(**{name: str(shown[name].value()) for name in initial})
            assert not Contribution(data, initial=initial).has_changed()
