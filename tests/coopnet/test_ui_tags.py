"""What the components say: words for those who do not see the drawing, and nothing unescaped."""

import re
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe
from django.utils.translation import override

from coopnet.ui import formats, pulse_line
from coopnet.ui.faces import COLOURS, colour_of, letters_of
from coopnet.ui.forms import CoopForm
from coopnet.ui.templatetags.ui import VARIANTS, badge, form_box

TODAY = date(2026, 11, 24)
EVIL = "<img src=x onerror=alert(1)>"


def render(source: str, **context) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def person(name: str = "Anna Becker", pk: int = 7) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, full_name=name, initials="AB")


def test_nothing_that_people_typed_becomes_markup():
    page = render(
        "{% face user %}{% person user note=text %}{% firm_mark firm %}{% badge text 'urgent' %}{% who_sees text %}"
        "{% share_bar 1 2 text %}{% link_button '/x' text %}{% post_button '/x' text note=text %}"
        "{% empty 'users' text text '/x' text %}{% card text id='a' lead=text %}{{ text }}{% endcard %}",
        user=person(EVIL), firm=SimpleNamespace(pk=1, name=EVIL), text=EVIL,
    )  # fmt: skip
    assert EVIL not in page
    assert page.count("&lt;img") >= 12


def test_no_component_brings_style_or_script_of_its_own():
    page = render(
        "{% face user %}{% share_bar 1 2 'hours' %}{% pulse_line weeks %}"
        "{% egg_or_ham True %}{% post_button '/x' 'y' %}",
        user=person(), weeks=[1, 0] * 26,
    )  # fmt: skip
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=", page)


def test_a_colour_is_stable_and_all_colours_occur():
    assert [colour_of("person", pk) for pk in (1, 2, 3)] == [colour_of("person", pk) for pk in (1, 2, 3)]
    assert {colour_of("person", pk) for pk in range(500)} == set(range(COLOURS))


@pytest.mark.parametrize(
    ("name", "letters"), [("Becker Druck", "BD"), ("Übersee & Co.", "ÜC"), ("3D", "3"), ("hof", "H"), ("", "?")]
)
def test_letters_of_a_firm(name, letters):
    assert letters_of(name) == letters


def test_the_pulse_line_says_in_words_what_it_shows():
    with override("en"):
        assert pulse_line.in_words([0] * 52) == "No life sign in the last twelve months."
        assert pulse_line.in_words([0] * 51 + [1]) == "1 life sign in the last twelve months. The last one this week."
        weeks = [0] * 40 + [2, 3] + [0] * 10
        assert pulse_line.in_words(weeks) == "5 life signs in the last twelve months. The last one 10 weeks ago."
        assert f"<title>{pulse_line.in_words(weeks)}</title>" in pulse_line.draw(weeks)


def test_the_pulse_line_has_a_bar_for_each_living_week_and_a_gap_for_silence():
    weeks = [1, 0, 0, 2] + [0] * 44 + [1] + [0] * 3
    drawn = pulse_line.draw(weeks)
    bars = re.search(r'<path d="([^"]*)"', drawn)[1]
    assert bars.count("v-") == 3
    assert bars.startswith("M1 20v-6m9 6v-10")
    assert f'class="silence" d="M{49 * 3} 19H155"' in drawn
    assert 'class="silence"' not in pulse_line.draw([1] * 52)
    assert 'class="silence"' not in pulse_line.draw([0] * 52)
    assert len(pulse_line.draw([9] * 52)) < 900


def test_the_pulse_line_stands_alone_where_there_is_no_style_sheet():
    drawn = pulse_line.draw_standalone([1, 0, 0, 0], colour="#123456", silence="#abcdef")
    assert 'stroke="#123456"' in drawn
    assert "class=" not in drawn
    assert pulse_line.blocks([0, 1, 0, 0, 9, 9]) == "▂·█"


def test_days_and_amounts_in_both_languages():
    with override("de"):
        assert formats.day(date(2026, 11, 3)) == "03.11.2026"
        assert formats.amount(Decimal("1234.56"), "EUR") == "1.234,56\u00a0€"
        assert formats.plain_number(Decimal("1234.500")) == "1.234,5"
    with override("en"):
        assert formats.day(date(2026, 11, 3)) == "3 Nov 2026"
        assert formats.amount(Decimal("1234.56"), "CHF") == "1,234.56\u00a0CHF"
        assert formats.plain_number(Decimal("1E+3")) == "1,000"
        assert formats.plain_number(7) == "7"
    assert formats.day(None) == formats.amount(None) == formats.plain_number(None) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "tomorrow"), (3, "in 3 days"), (-1, "1 day late"), (-5, "5 days late"), (20, "14 Dec 2026")],
)
def test_due_days_in_words(days, words):
    with override("en"):
        assert formats.due_in_words(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "yesterday"), (5, "5 days ago"), (-3, "27 Nov 2026")])
def test_past_days_in_words(days, words):
    with override("en"):
        assert formats.past_in_words(TODAY - timedelta(days=days), TODAY) == words


def test_a_share_is_said_in_numbers_and_never_longer_than_its_bar():
    with override("en"):
        assert "41 of 45 · 91\u00a0%" in render("{% share_bar 41 45 'hours' %}")
        over = render("{% share_bar 90 45 'hours' %}")
        assert "200\u00a0%" in over
        assert 'class="share-given" width="100"' in over
        assert "no amount promised" in render("{% share_bar 3 None 'hours' %}")


class Small(CoopForm):
    name = forms.CharField(label="Name")
    note = forms.CharField(label="Note", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        raise forms.ValidationError("These two do not fit together.")


def test_a_form_names_every_problem_and_links_to_its_field():
    with override("en"):
        page = form_box({"csrf_token": "abc"}, Small({"name": "", "note": "kept"}), "Save it", cancel_url="/back")
    assert 'value="abc"' in page
    assert '<a href="#id_name">' in page
    assert page.count("These two do not fit together.") == 1
    assert 'value="kept"' in page
    assert "Note (optional)" in page
    assert "Name (optional)" not in page
    assert 'href="/back"' in page
    assert "Save it</button>" in page
    assert "data-error-summary" in page


def test_a_form_that_nobody_sent_has_no_problems():
    assert "data-error-summary" not in form_box({}, Small())


def test_a_form_with_a_file_says_so_and_unknown_options_are_refused():
    class Upload(CoopForm):
        file = forms.FileField()

    assert 'enctype="multipart/form-data"' in form_box({}, Upload())
    with pytest.raises(TemplateSyntaxError):
        form_box({}, Small(), "Save", cancle_url="/")


def test_a_button_that_posts_carries_token_and_fields():
    page = render("{% post_button '/do/' 'Do it' 'danger' icon='trash' kind='a' %}", csrf_token="abc")
    assert 'name="csrfmiddlewaretoken" value="abc"' in page
    assert 'name="kind" value="a"' in page
    assert VARIANTS["danger"] in page
    assert "#trash" in page


def test_a_badge_of_safe_text_never_stands_in_for_the_same_text_that_is_not():
    assert "<b>x</b>" in badge(mark_safe("<b>x</b>"))
    assert "<b>" not in badge("<b>x</b>")
