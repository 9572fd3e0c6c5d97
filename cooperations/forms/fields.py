"""Inputs that several forms of a cooperation need: a firm by name, an owner of a step, one line of text."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from partners.models import Firm

SUGGESTIONS = 200
"""How many known names a page offers while one types; every visible one is accepted when it is typed."""


class SuggestingInput(forms.TextInput):
    """A text input with suggestions that work without any script (HTML datalist)."""

    suggestions: tuple[str, ...] = ()

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{(attrs or {}).get('id', name)}_suggestions"
        field = super().render(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}">', ((text,) for text in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


@dataclass(frozen=True)
class FirmChoice:
    """What was typed as a firm: one that the person sees, or (``firm`` is None) the name of a new one."""

    firm: Firm | None
    name: str


class FirmField(forms.CharField):
    """A firm by its name: one of ``visible`` where the name is known ("Name, City" where two share it), else a new one.

    A name that only somebody else's firm has is a new firm: nobody learns which firms others know.
    """

    widget = SuggestingInput
    default_error_messages = {
        "ambiguous": _("You know several firms of this name. Please write the town too, as in “%(example)s”."),
    }

    def __init__(self, **kwargs):
        super().__init__(max_length=120, **kwargs)
        self.visible: QuerySet[Firm] = Firm.objects.none()

    def offer(self, visible: QuerySet[Firm]) -> None:
        self.visible = visible
        names = visible.order_by("name", "id").values_list("name", flat=True)[:SUGGESTIONS]
        self.widget.suggestions = tuple(dict.fromkeys(names))

    def clean(self, value) -> FirmChoice | None:
        name = " ".join(super().clean(value).split())
        if not name:
            return None
        known = list(self.visible.filter(name__iexact=name)[:2])
        if not known and "," in name:
            firm_name, _comma, city = name.rpartition(",")
            known = list(self.visible.filter(name__iexact=firm_name.strip(), city__iexact=city.strip())[:2])
        if len(known) > 1:
            example = f"{known[0].name}, {known[0].city or '…'}"
            raise forms.ValidationError(self.error_messages["ambiguous"], code="ambiguous", params={"example": example})
        return FirmChoice(firm=known[0] if known else None, name=known[0].name if known else name)


class TextBlock(forms.CharField):
    """Some sentences; long enough for every purpose, short enough for a database row."""

    def __init__(self, rows: int = 3, **kwargs):
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def grouped(pairs: Iterable[tuple[str, tuple[str, str]]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """``(group, (value, label))`` pairs as the nested choices of a select, groups in order of appearance."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, choice in pairs:
        groups.setdefault(group, []).append(choice)
    return list(groups.items())
