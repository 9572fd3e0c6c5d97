"""The two shapes of an act on these pages: a form that is filled in, and a button."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.errors import ActionRefused


def permit(allowed: bool, sentence: str) -> None:
    """Refuse (403) what a person who sees the object may not do, with ``sentence`` as the reason."""
    if not allowed:
        raise PermissionDenied(sentence)


def fill_in(
    request: HttpRequest,
    form,
    act: Callable,
    *,
    done: str,
    back: str,
    template: str = "cooperations/form.html",
    more: Callable[[], dict] = dict,
    **context,
) -> HttpResponse:
    """Show ``form``, or carry ``act(form)`` out and go ``back`` with the message ``done``.

    ``act`` may return a path to go to instead. A refusal becomes an error of the form: nothing typed is lost. ``more``
    reads what only the page needs, so that an act that succeeds does not pay for it.
    """
    if request.method == "POST" and form.is_valid():
        try:
            onward = act(form)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(onward if isinstance(onward, str) else back)
    shown = {"form": form, "cancel_url": back, "lead": "", "who": "", **context, **more()}
    return render(request, template, shown)


def press(request: HttpRequest, act: Callable, *, done: str, back: str) -> HttpResponse:
    """Carry a one-shot act out and go ``back``; a refusal is told as a message."""
    try:
        act()
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(back)
