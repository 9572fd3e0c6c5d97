"""Headers of every page: pages of a person are kept by nobody, and the browser's devices stay closed."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class PrivatePagesMiddleware:
    """``Cache-Control: no-store`` on whatever does not say otherwise, and the permissions policy.

    Static files are answered by WhiteNoise further out and keep their own, long caching.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response
