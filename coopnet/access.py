"""Who may open an address. Default deny: ``LoginRequiredMiddleware`` guards every view that is not marked here."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required


def public(reason: str) -> Callable:
    """Mark a view as open to everybody, with the reason that the URL guard prints."""
    if not reason:
        raise ValueError("say why this address is public")

    def mark(view: Callable) -> Callable:
        view = login_not_required(view)
        view.public_reason = reason  # type: ignore[attr-defined]
        return view

    return mark
