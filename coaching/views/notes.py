"""The coach's private notes: read and written by their author, on pages that look different."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.errors import ActionRefused
from coaching import states, vault
from coaching.actions.moves import erase_notes
from coaching.actions.notes import delete_private_note, write_private_note
from coaching.forms.session import NoteForm
from coaching.permissions import may_write_notes
from coaching.retention import kept_until
from coaching.views.doors import POST, of_engagement, of_session
from coaching.views.sessions import saved_at
from coaching.views.submitting import fill_in, press
from coopnet import clock


@sensitive_variables()
@of_session(may_write_notes, methods=POST)
def session_note(request: HttpRequest, session, standing) -> HttpResponse:
    """Keep the note on a session: while one types (htmx asks for a scrap), or by the button."""
    form = NoteForm(request.POST)
    back = reverse("coaching:session", args=[session.pk])

    def act(form) -> None:
        write_private_note(
            session.engagement, text=form.cleaned_data["text"], session=session, by=request.user, now=clock.now()
        )

    if not request.htmx:
        return fill_in(
            request,
            form,
            act,
            done=_("Your note is saved."),
            back=back,
            title=_("Your private note"),
            submit=_("Save the note"),
            who=_("Only you."),
            confidential=True,
        )
    if not form.is_valid():
        return HttpResponse(form.errors["text"][0], content_type="text/plain")
    try:
        act(form)
    except ActionRefused as refusal:
        return HttpResponse(str(refusal), content_type="text/plain")
    return HttpResponse(saved_at(request))


@sensitive_variables()
@of_engagement(may_write_notes)
def notes(request: HttpRequest, engagement, standing) -> HttpResponse:
    """All own notes of one engagement, and a new one about the engagement as a whole."""
    erased = vault.destroyed_at(engagement)
    form = NoteForm(request.POST or None)
    sessions = {session.pk: session for session in engagement.sessions.all()}
    found = vault.read_notes(engagement, reader=request.user)
    closed_on = engagement.closed_at and clock.local_day(engagement.closed_at)
    return fill_in(
        request,
        form,
        lambda form: (
            write_private_note(engagement, text=form.cleaned_data["text"], by=request.user, now=clock.now()) and None
        ),
        done=_("Your note is saved."),
        back=reverse("coaching:notes", args=[engagement.pk]),
        template="coaching/notes.html",
        engagement=engagement,
        notes=[(note, sessions.get(note.session_id)) for note in found],
        erased=erased,
        may_erase=engagement.state in states.OVER and not erased,
        kept_until=closed_on and kept_until(closed_on, engagement.retention_months),
        confidential=True,
    )


@of_engagement(may_write_notes, methods=POST)
def delete(request: HttpRequest, engagement, standing, note_id: UUID) -> HttpResponse:
    return press(
        request,
        lambda: delete_private_note(engagement, note_id=note_id, by=request.user, now=clock.now()),
        done=_("The note is gone."),
        back=reverse("coaching:notes", args=[engagement.pk]),
    )


@of_engagement(may_write_notes)
def erase(request: HttpRequest, engagement, standing) -> HttpResponse:
    """Erase all notes for good. That cannot be undone, so it is asked."""
    back = reverse("coaching:notes", args=[engagement.pk])
    if request.method != "POST":
        return render(request, "coaching/erase.html", {"engagement": engagement, "back": back, "confidential": True})
    return press(
        request,
        lambda: erase_notes(engagement, by=request.user, now=clock.now()),
        done=_("Your notes are erased. Nobody can read them any more."),
        back=back,
    )
