"""Forms of an import: what to upload, and how to read it."""

from pathlib import PurePath

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coopnet.ui.forms import CoopForm, CoopModelForm
from partners.enums import ImportKind
from partners.importers.columns import FIELDS
from partners.importers.model import MAX_BYTES, Parsed
from partners.importers.reading import EXTENSIONS
from partners.importers.tables import DELIMITERS
from partners.importers.text import ENCODINGS
from partners.models import ImportDraft

_DELIMITER_CODES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_DELIMITERS = {code: mark for mark, code in _DELIMITER_CODES.items()}


class _SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files with a known extension, none of them larger than the limit; what they hold is read later."""

    widget = _SeveralFiles

    def clean(self, data, initial=None) -> list:
        files = data if isinstance(data, list | tuple) else [data]
        cleaned = [super(FilesField, self).clean(file, initial) for file in files or [None]]
        for file in cleaned:
            self._check(file)
        return cleaned

    @staticmethod
    def _check(file) -> None:
        words = {"name": file.name, "most": MAX_BYTES // 1024 // 1024}
        if PurePath(file.name).suffix.lower() not in EXTENSIONS:
            raise ValidationError(
                _("We read tables (.csv, .xlsx) and vCards (.vcf), not files like “%(name)s”.") % words
            )
        if file.size > MAX_BYTES:
            raise ValidationError(_("“%(name)s” is larger than %(most)d MB.") % words)


class UploadForm(CoopForm):
    """Files to import; offers only what the person may import."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do the files hold?"), choices=ImportKind.choices, widget=forms.RadioSelect
    )
    files = FilesField(
        allow_empty_file=True,  # the preview says which of the files is empty
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("CSV, Excel (.xlsx) or vCard (.vcf), also several at once, together up to 5 MB."),
    )

    def __init__(self, *args, kinds: list[ImportKind], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, capfirst(kind.label)) for kind in kinds]
        self.fields["kind"].initial = kinds[0]
        self.fields["files"].widget.attrs["accept"] = ",".join(EXTENSIONS)


class PolicyForm(CoopModelForm):
    """What happens to rows that are already there."""

    class Meta:
        model = ImportDraft
        fields = ["existing"]
        widgets = {"existing": forms.Select(attrs={"class": "form-select"})}


class ReadingForm(CoopForm):
    """How one file is read: encoding, delimiter, and what each column holds.

    ``parsed`` is how it was read last (None where that failed); only what its format has is asked for.
    """

    def __init__(self, *args, parsed: Parsed | None, name: str, kind: ImportKind, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.parsed = parsed
        extension = PurePath(name).suffix.lower()
        if extension != ".xlsx":
            self.fields["encoding"] = forms.ChoiceField(
                label=_("Encoding"), choices=list(ENCODINGS.items()), initial=parsed.encoding if parsed else "utf-8"
            )
        if parsed.delimiter if parsed else extension not in (".xlsx", ".vcf", ".vcard"):
            self.fields["delimiter"] = forms.ChoiceField(
                label=_("Delimiter"),
                choices=[(code, DELIMITERS[mark]) for mark, code in _DELIMITER_CODES.items()],
                initial=_DELIMITER_CODES[parsed.delimiter if parsed else ","],
            )
        for column, title in enumerate(parsed.header if parsed else ()):
            self.fields[f"column_{column}"] = self._column(column, title, kind, parsed)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @staticmethod
    def _column(column: int, title: str, kind: ImportKind, parsed: Parsed) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=title or _("column %(number)d") % {"number": column + 1},
            choices=[("", _("do not import")), *FIELDS[kind].items()],
            initial=parsed.mapping.get(column, ""),
            required=False,
            help_text=_("such as “%(value)s”") % {"value": parsed.samples[column]} if column in parsed.samples else "",
        )

    @property
    def layers(self) -> list:
        """The fields that say how bytes become cells."""
        return [field for field in self if not field.name.startswith("column_")]

    @property
    def columns(self) -> list:
        """The fields that say what a column holds."""
        return [field for field in self if field.name.startswith("column_")]

    @property
    def choices(self) -> tuple[str, str, dict[int, str] | None]:
        """Encoding, delimiter and mapping as chosen; other columns come with another delimiter, so the mapping is
        found anew then."""
        encoding = self.cleaned_data.get("encoding", "")
        delimiter = _DELIMITERS.get(self.cleaned_data.get("delimiter", ""), "")
        if self.parsed is None or {"encoding", "delimiter"} & set(self.changed_data):
            return encoding, delimiter, None
        return (
            encoding,
            delimiter,
            {int(field.name.removeprefix("column_")): self.cleaned_data[field.name] for field in self.columns},
        )
