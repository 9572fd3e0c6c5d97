"""Forms that are lenient in reading and clear in refusing."""

import re
from collections.abc import Callable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coopnet import clock
from coopnet.ui import formats
from coopnet.ui.parsing import NotUnderstood, parse_date, parse_decimal, parse_hours

UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
"""Characters that no database or page can hold: NUL and halves of a surrogate pair."""


def _today() -> date:
    return timezone.localtime(clock.now()).date()


class _TypedField(forms.Field):
    """Shows a value that was understood in its normal form, and one that was not as it was typed."""

    def prepare_value(self, value):
        if isinstance(value, str):
            try:
                value = self.to_python(value)
            except ValidationError:
                return value
        return self.written(value)

    def has_changed(self, initial, data) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True


class LenientDateField(_TypedField):
    """A day, typed as people type it (see :func:`coopnet.ui.parsing.parse_date`).

    ``prefer`` ("future" or "past") decides where the year is left out; ``today`` is a function for tests and for
    forms that know the person's day, by default the present day in the active time zone.
    """

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a date that we understand. Please write it like 3.11. or 3 Nov 2026."),
    }

    def __init__(self, *, prefer: str = "future", today: Callable[[], date] = _today, **kwargs) -> None:
        self.prefer, self.today = prefer, today
        super().__init__(**kwargs)

    def widget_attrs(self, widget) -> dict:
        return {"autocomplete": "off", "autocapitalize": "off", "data-lenient": "date"}

    def to_python(self, value) -> date | None:
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, date):
            return formats.as_day(value)
        try:
            return parse_date(str(value), today=self.today(), prefer=self.prefer)
        except NotUnderstood as error:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": str(value)[:40]}) from error

    def written(self, value) -> str:
        return formats.day(value)


class LenientDecimalField(_TypedField, forms.DecimalField):
    """A number, typed in German or English habit (see :func:`coopnet.ui.parsing.parse_decimal`)."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("“%(value)s” is not a number that we understand. Please write it like 12 or 1.5."),
    }
    read = staticmethod(parse_decimal)

    def widget_attrs(self, widget) -> dict:
        return {"autocomplete": "off", "inputmode": "decimal", "data-lenient": "number"}

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if not isinstance(value, str):
            return forms.DecimalField.to_python(self, value)
        try:
            return self.read(value, language=formats.language())
        except NotUnderstood as error:
            raise ValidationError(self.error_messages["invalid"], "invalid", {"value": value[:40]}) from error

    def written(self, value) -> str:
        return formats.plain_number(value)


class LenientDurationField(LenientDecimalField):
    """Hours as a Decimal with two places: ``1,5``, ``1:30``, ``90m`` (see :func:`coopnet.ui.parsing.parse_hours`)."""

    default_error_messages = {
        "invalid": _("“%(value)s” is not a duration that we understand. Please write it like 1.5 or 1:30 or 90m."),
    }
    read = staticmethod(parse_hours)

    def widget_attrs(self, widget) -> dict:
        # "decimal" would bring a keyboard without colon and letters.
        return {"autocomplete": "off", "autocapitalize": "off", "data-lenient": "hours"}


class _Careful:
    """Refuses characters that cannot be kept, with a sentence at the field, and shows the rest as it was typed."""

    def __init__(self, data=None, *args, **kwargs) -> None:
        self.unwritable: set[str] = set()
        super().__init__(self._without_unwritable(data), *args, **kwargs)

    def _without_unwritable(self, data):
        if data is None or not any(UNWRITABLE.search(text) for text in _texts(data)):
            return data
        clean = data.copy()
        for name in list(clean):
            values = clean.getlist(name) if isinstance(clean, QueryDict) else [clean[name]]
            replaced = [UNWRITABLE.sub("\ufffd", value) if isinstance(value, str) else value for value in values]
            if replaced == values:
                continue
            self.unwritable.add(name)
            if isinstance(clean, QueryDict):
                clean.setlist(name, replaced)
            else:
                clean[name] = replaced[0]
        return clean

    def _clean_fields(self) -> None:
        super()._clean_fields()
        for name in self.fields:
            if self.add_prefix(name) in self.unwritable and name not in self.errors:
                self.add_error(name, _("There is a character in this text that cannot be stored. Please remove it."))


def _texts(data):
    for name in data:
        values = data.getlist(name) if isinstance(data, QueryDict) else [data[name]]
        yield from (value for value in values if isinstance(value, str))


class CoopForm(_Careful, forms.Form):
    """Base of all forms that are not of one model."""


class CoopModelForm(_Careful, forms.ModelForm):
    """Base of all forms of one model."""
