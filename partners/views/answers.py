"""The two shapes of an act on these pages: a form that is filled in, and a button."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.errors import ActionRefused

PAGE_SIZE = 25


def permit(allowed: bool, sentence: str) -> None:
    """Refuse (403) what a person who sees the object may not do, with ``sentence`` as the reason."""
    if not allowed:
        raise PermissionDenied(sentence)


def fill_in(
    request: HttpRequest, form, act: Callable, *, template: str, back: str, done: str = "", **context
) -> HttpResponse:
    """Show ``form``; posted and valid, carry ``act(form)`` out and go to the path it returns, or ``back``.

    A refusal becomes an error of the form, so that nothing typed is lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            onward = act(form)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            if done:
                messages.success(request, done)
            return redirect(onward if isinstance(onward, str) else back)
    return render(request, template, {"form": form, "cancel_url": back, **context})


def press(request: HttpRequest, act: Callable, *, back: str, done: str = "") -> HttpResponse:
    """Carry a one-shot act out and go ``back``; a refusal is told as a message."""
    try:
        act()
    except ActionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def page_of(request: HttpRequest, rows: QuerySet | list, size: int = PAGE_SIZE) -> Page:
    """The page that ``?page=`` asks for; nonsense is the first, too far is the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
