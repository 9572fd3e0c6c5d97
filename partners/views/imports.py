"""Importing in the browser: upload, preview, confirm, result, undo."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from coopnet import clock
from partners import permissions
from partners.actions import imports as acts
from partners.enums import ImportKind
from partners.forms.imports import PolicyForm, ReadingForm, UploadForm
from partners.import_plan import Plan, plan_of, settings_of
from partners.importers.matching import Status
from partners.importers.model import ImportProblem, Parsed
from partners.importers.reading import read
from partners.importers.tables import DELIMITERS
from partners.importers.text import ENCODINGS
from partners.models import ImportDraft, ImportFile
from partners.views.answers import fill_in, page_of, permit, press

ROWS_PER_PAGE = 50
_DONE = {Status.NEW: _lazy("imported"), Status.UPDATED: _lazy("updated"), Status.ERROR: _lazy("not imported")}


def import_start(request: HttpRequest) -> HttpResponse:
    """Choose files; ``?kind=firms`` preselects what they hold."""
    kinds = permissions.importable_kinds(request.user)
    permit(bool(kinds), _("Imports are for those who manage cooperations."))
    form = UploadForm(
        request.POST or None, request.FILES or None, kinds=kinds, initial={"kind": request.GET.get("kind", kinds[0])}
    )

    def act(form: UploadForm) -> str:
        files = [(file.name, file.read()) for file in form.cleaned_data["files"]]
        draft = acts.start_import(kind=form.cleaned_data["kind"], files=files, by=request.user, now=clock.now())
        return reverse("partners:import_preview", args=[draft.pk])

    recent = ImportDraft.objects.visible_to(request.user).defer("outcome").prefetch_related("files")[:10]
    return fill_in(
        request, form, act, template="partners/import_start.html", back=reverse("partners:firm_list"), recent=recent
    )


def import_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read, how, and what would become of each row; nothing is written yet."""
    draft = _draft(request, pk)
    if draft.imported_at:
        return redirect("partners:import_result", pk=pk)
    plan = plan_of(draft)
    shown = request.GET.get("show", "")
    rows = [row for row in plan.rows if row.status == shown] if shown in Status.values else plan.rows
    context = {
        "draft": draft,
        "plan": plan,
        "files": _files(plan),
        "policy_form": PolicyForm(instance=draft),
        "counts": _counts(plan.counts),
        "page": page_of(request, rows, ROWS_PER_PAGE),
        "shown": shown if shown in Status.values else "",
        "total": len(plan.rows),
        "has_errors": bool(plan.counts[Status.ERROR]),
        "has_known": bool(plan.counts[Status.KNOWN] or plan.counts[Status.UPDATED]),
    }
    return render(request, "partners/import_preview.html", context)


@require_POST
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one file differently."""
    file = get_object_or_404(ImportFile.objects.filter(draft__in=_open_drafts(request)).select_related("draft"), pk=pk)
    kind = ImportKind(file.draft.kind)
    form = ReadingForm(request.POST, parsed=_parsed(file), name=file.name, kind=kind)
    back = reverse("partners:import_preview", args=[file.draft_id])
    if not form.is_valid():
        messages.error(request, _("Please choose among what is offered."))
        return redirect(back)
    encoding, delimiter, mapping = form.choices
    return press(
        request,
        lambda: acts.read_differently(
            file, encoding=encoding, delimiter=delimiter, mapping=mapping, by=request.user, now=clock.now()
        ),
        back=back,
    )


@require_POST
def import_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what happens to rows that are already there."""
    draft = get_object_or_404(_open_drafts(request), pk=pk)
    form = PolicyForm(request.POST, instance=draft)
    back = reverse("partners:import_preview", args=[pk])
    if not form.is_valid():
        messages.error(request, _("Please choose among what is offered."))
        return redirect(back)
    existing = form.cleaned_data["existing"]
    return press(
        request,
        lambda: acts.choose_policy(draft, existing=existing, by=request.user, now=clock.now()),
        back=back,
    )


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry the import out; pressed twice it happens once."""
    draft = _draft(request, pk)
    permit(
        draft.kind in permissions.importable_kinds(request.user), _("Imports are for those who manage cooperations.")
    )
    if draft.imported_at:
        return redirect("partners:import_result", pk=pk)
    return press(
        request,
        lambda: acts.carry_out(draft, by=request.user, now=clock.now()),
        back=reverse("partners:import_preview", args=[pk]),
    )


def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each row."""
    draft = _draft(request, pk)
    if not draft.imported_at:
        return redirect("partners:import_preview", pk=pk)
    shown = request.GET.get("show", "")
    entries = [entry for entry in draft.outcome if not shown or entry["status"] == shown]
    page = page_of(request, entries, ROWS_PER_PAGE)
    context = {
        "draft": draft,
        "counts": _counts(Counter(Status(entry["status"]) for entry in draft.outcome), _DONE),
        "entries": [_shown_entry(draft, entry) for entry in page],
        "page": page,
        "shown": shown,
        "total": len(draft.outcome),
        "written": sum("print" in entry for entry in draft.outcome),
    }
    return render(request, "partners/import_result.html", context)


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the import back."""
    draft = _draft(request, pk)

    def act() -> None:
        undone, kept = acts.undo_import(draft, by=request.user, now=clock.now())
        text = _("Taken back: %(undone)d. Kept, because used or changed since: %(kept)d.")
        messages.success(request, text % {"undone": undone, "kept": kept})

    return press(request, act, back=reverse("partners:import_result", args=[pk]))


@require_POST
def import_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw an upload away."""
    get_object_or_404(_open_drafts(request), pk=pk).delete()
    messages.success(request, _("The upload was thrown away; nothing was imported."))
    return redirect("partners:import_start")


def _open_drafts(request: HttpRequest):
    return ImportDraft.objects.visible_to(request.user).filter(imported_at__isnull=True, expires_at__gt=clock.now())


def _draft(request: HttpRequest, pk: int) -> ImportDraft:
    """The person's own upload; one whose time is over counts as gone even before the job clears it."""
    draft = get_object_or_404(ImportDraft.objects.visible_to(request.user).select_related("owner"), pk=pk)
    if draft.expires_at <= clock.now():
        raise Http404
    return draft


def _files(plan: Plan) -> list[dict]:
    """Each file with how it was read and the form to read it differently."""
    return [
        {
            "id": file.source.id,
            "name": file.source.name,
            "parsed": file.parsed,
            "problem": file.problem,
            "rows": len(file.parsed.rows) if file.parsed else 0,
            "encoding_label": ENCODINGS.get(file.parsed.encoding, "") if file.parsed else "",
            "delimiter_label": DELIMITERS.get(file.parsed.delimiter, "") if file.parsed else "",
            "can_be_mended": bool(file.parsed) or file.by_settings,
            "is_unmapped": bool(file.parsed and file.parsed.header and not any(file.parsed.mapping.values())),
            "form": ReadingForm(
                parsed=file.parsed, name=file.source.name, kind=plan.kind, auto_id=f"file{file.source.id}_%s"
            ),
        }
        for file in plan.files
    ]


def _parsed(file: ImportFile) -> Parsed | None:
    try:
        return read(bytes(file.content), file.name, ImportKind(file.draft.kind), settings_of(file))
    except ImportProblem:
        return None


def _counts(counts: Mapping[Status, int], labels: Mapping = MappingProxyType({})) -> list[dict]:
    return [
        {"status": status.value, "label": labels.get(status, status.label), "number": counts[status]}
        for status in Status
        if counts[status]
    ]


def _shown_entry(draft: ImportDraft, entry: dict) -> dict:
    """An entry of the outcome for the page: its status in words, and a link where there is something to see."""
    page = "partners:contact_page" if draft.kind == ImportKind.CONTACTS else "partners:firm_page"
    status = Status(entry["status"])
    there = entry["id"] and not (draft.undone_at and "print" in entry)
    return {
        **entry,
        "label": _DONE.get(status, status.label),
        "url": reverse(page, args=[entry["id"]]) if there else "",
    }
