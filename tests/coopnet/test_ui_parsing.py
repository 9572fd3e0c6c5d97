"""What people type is understood in both languages, and anything else is refused as such."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coopnet.ui.parsing import SLIP, NotUnderstood, parse_date, parse_decimal, parse_hours

TODAY = date(2026, 11, 24)  # a Tuesday
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))
SENSIBLE_DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
LANGUAGES = st.sampled_from(["de", "en"])


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3.12.", date(2026, 12, 3)),
        ("3.12", date(2026, 12, 3)),
        (" 03. 12. ", date(2026, 12, 3)),
        ("3.11.26", date(2026, 11, 3)),
        ("3.11.2026", date(2026, 11, 3)),
        ("3/11/2026", date(2026, 11, 3)),
        ("3-11-2026", date(2026, 11, 3)),
        ("2026-11-03", date(2026, 11, 3)),
        ("3 Nov 2026", date(2026, 11, 3)),
        ("3. November", date(2026, 11, 3)),
        ("März 5, 2027", date(2027, 3, 5)),
        ("5. März 2027", date(2027, 3, 5)),
        ("5 dez", date(2026, 12, 5)),
        ("heute", TODAY),
        ("Morgen", date(2026, 11, 25)),
        ("übermorgen", date(2026, 11, 26)),
        ("yesterday", date(2026, 11, 23)),
        ("Fr", date(2026, 11, 27)),
        ("Tuesday", TODAY),
        ("3.11.85", date(1985, 11, 3)),
    ],
)
def test_a_date_as_people_write_it(text, meant):
    assert parse_date(text, today=TODAY) == meant


@pytest.mark.parametrize(
    ("text", "future", "past"),
    [
        ("3.11.", date(2026, 11, 3), date(2026, 11, 3)),  # three weeks ago: a slip, or the last one
        ("1.10.", date(2027, 10, 1), date(2026, 10, 1)),
        ("1.2.", date(2027, 2, 1), date(2026, 2, 1)),
        ("24.11.", TODAY, TODAY),
        ("20.12.", date(2026, 12, 20), date(2026, 12, 20)),
        ("29.2.", date(2028, 2, 29), date(2024, 2, 29)),
        ("Mo", date(2026, 11, 30), date(2026, 11, 23)),
    ],
)
def test_without_a_year_the_preference_decides(text, future, past):
    assert parse_date(text, today=TODAY, prefer="future") == future
    assert parse_date(text, today=TODAY, prefer="past") == past


@pytest.mark.parametrize(
    "text",
    ["", " ", "31.2.", "31.13.2026", "0.1.2026", "30.2.2027", "1.1.0000", "1.1.9999", "2026-13-01", "3", "..", "3.11.2",
     "soon", "٣.١١.٢٠٢٦", "1.1.2026\x00", "9" * 50, "3 Foo 2026", "12345-01-01"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(NotUnderstood):
        parse_date(text, today=TODAY)


@given(DAYS, DAYS)
def test_every_written_form_of_a_day_is_read_back(day, today):
    for form in (day.isoformat(), f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", f"{day:%d/%m/%Y}"):
        assert parse_date(form, today=today) == day


@given(SENSIBLE_DAYS, SENSIBLE_DAYS, st.sampled_from(["future", "past"]))
def test_a_day_without_year_is_the_nearest_on_the_preferred_side(day, today, prefer):
    found = parse_date(f"{day.day}.{day.month}.", today=today, prefer=prefer)
    assert (found.day, found.month) == (day.day, day.month)
    longest = timedelta(days=366) if (day.day, day.month) != (29, 2) else timedelta(days=366 * 5)
    if prefer == "future":
        assert today - SLIP <= found <= today + longest
    else:
        assert today - longest <= found <= today + SLIP


@given(st.text(max_size=60), DAYS, st.sampled_from(["future", "past"]))
@example("29.2.", date(2199, 12, 31), "future")
@example("heute", date(1900, 1, 1), "past")
def test_any_text_is_a_date_or_refused(text, today, prefer):
    with suppress(NotUnderstood):
        assert isinstance(parse_date(text, today=today, prefer=prefer), date)


@pytest.mark.parametrize(
    ("text", "german", "english"),
    [
        ("1.234", "1234", "1.234"),
        ("1,234", "1.234", "1234"),
        ("1.234,56", "1234.56", "1234.56"),
        ("1,234.56", "1234.56", "1234.56"),
        ("1.234.567", "1234567", "1234567"),
        ("1,5", "1.5", "1.5"),
        ("1.5", "1.5", "1.5"),
        ("0.125", "0.125", "0.125"),
        ("0,125", "0.125", "0.125"),
        (",5", "0.5", "0.5"),
        ("5,", "5", "5"),
        ("1 234,50", "1234.5", "1234.5"),
        ("1\u202f234", "1234", "1234"),
        ("1'234.50", "1234.5", "1234.5"),
        ("12 €", "12", "12"),
        ("EUR 1.500,00", "1500", "1500"),
        ("-3", "-3", "-3"),
        ("−3,5", "-3.5", "-3.5"),
        ("+7", "7", "7"),
    ],
)
def test_a_number_as_people_write_it(text, german, english):
    assert parse_decimal(text, language="de") == Decimal(german)
    assert parse_decimal(text, language="en") == Decimal(english)


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", ",", "-", "1e5", "NaN", "Infinity", "1.2.3", "1,23,456", "1.234,5,6", "12a", "٣", "1\x00",
     "0x1F", "1_000", "9" * 41, "1,234.567,89", "--1", "€"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["de", "en"])
def test_what_is_no_number_is_refused(text, language):
    with pytest.raises(NotUnderstood):
        parse_decimal(text, language=language)


@given(st.decimals(-(10**9), 10**9, places=2), LANGUAGES)
def test_every_amount_is_read_back_in_its_own_language(value, language):
    english = f"{value:,.2f}"
    written = english.translate(str.maketrans(",.", ".,")) if language == "de" else english
    assert parse_decimal(written, language=language) == value


@given(st.text(max_size=60), LANGUAGES)
def test_any_text_is_a_number_or_refused(text, language):
    for read in (parse_decimal, parse_hours):
        with suppress(NotUnderstood):
            assert read(text, language=language).is_finite()


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("1,5", "1.5"), ("1.5", "1.5"), ("1:30", "1.5"), ("90m", "1.5"), ("90 Min.", "1.5"), ("2h", "2"),
        ("2 Std.", "2"),        ("1,5 Stunden", "1.5"), ("1h30", "1.5"), ("1 h 30 min", "1.5"),
        ("0:20", "0.33"), ("8", "8"),
        ("45 minutes", "0.75"),
    ],
)  # fmt: skip
def test_a_duration_as_people_write_it(text, hours):
    assert parse_hours(text, language="de") == Decimal(hours)


@pytest.mark.parametrize("text", ["", "1:90", "1:5", "h", "m", "1::30", "one hour", "1:30:00", "99999999m", "1 h h"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(NotUnderstood):
        parse_hours(text, language="en")


@given(st.integers(0, 9999), st.integers(0, 59))
def test_hours_and_minutes_mean_the_same_however_they_are_written(hours, minutes):
    expected = (Decimal(hours * 60 + minutes) / 60).quantize(Decimal("0.01"))
    for written in (f"{hours}:{minutes:02}", f"{hours}h{minutes:02}", f"{hours} h {minutes} min"):
        assert parse_hours(written, language="en") == expected
