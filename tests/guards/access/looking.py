"""Browsers of everybody, and what kind of answer they get."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.account.internal.flows.login import record_authentication
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client

from tests.guards.access.cast import Cast

LOGIN = ("/account/login/", "/admin/login/")


def browser(cast: Cast, role: str) -> Client:
    """A browser in which ``role`` has just signed in."""
    client = Client()
    if role == "anonymous":
        return client
    client.force_login(cast[role])
    request = HttpRequest()
    request.session = client.session
    record_authentication(request, cast[role], method="password", reauthenticated=True)
    request.session.save()
    return client


def kind_of_answer(answer: HttpResponse) -> str:
    """One of ok, login, redirect, or the status as text."""
    if answer.status_code in (301, 302, 303):
        return "login" if answer["Location"].startswith(LOGIN) else "redirect"
    return "ok" if answer.status_code == 200 else str(answer.status_code)


def ask(client: Client, method: str, path: str, data: object = None, **more) -> HttpResponse:
    """The answer to a request that leaves no trace: neither in the database nor in the browser."""
    cookies = copy.deepcopy(client.cookies)
    try:
        with undone():
            return getattr(client, method)(path, data, **more)
    finally:
        client.cookies = cookies


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in here has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def text_of(answer: HttpResponse) -> str:
    """What the browser gets, in full: body and headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.items())
    return body.decode("utf-8", "replace") + "\n" + headers
