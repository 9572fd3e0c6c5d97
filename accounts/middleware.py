"""Each request in the language and the time zone of the person who made it."""

from collections.abc import Callable

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.audit import acting_from


class PersonMiddleware:
    """Activates what the signed-in person has chosen, and remembers the network address for the audit trail.

    Stands after ``AuthenticationMiddleware``. For anonymous visitors Django's ``LocaleMiddleware`` before it has
    already chosen: the language cookie, then what the browser asks for, then the installation's language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if person.is_authenticated:
            translation.activate(person.language)
            timezone.activate(person.zone)
            request.LANGUAGE_CODE = person.language
        try:
            with acting_from(get_client_ip(request) or ""):
                return self.get_response(request)
        finally:
            timezone.deactivate()
