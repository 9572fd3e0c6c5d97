"""All cooperations that a person sees, filtered by the URL."""

from urllib.parse import urlencode

from django.shortcuts import render

from cooperations.forms.filter import PortfolioFilter
from cooperations.portfolio import portfolio as page_of
from coopnet import clock

FARTHEST = 100_000
"""No portfolio has so many pages; larger numbers are typing errors or attacks."""


def portfolio(request):
    form = PortfolioFilter(request.GET)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    today = clock.local_day(clock.now(), request.user.timezone)
    shown = page_of(
        request.user,
        today=today,
        page=page_number(request.GET.get("page", "")),
        level=wanted.get("level", ""),
        state=wanted.get("state", ""),
        search=wanted.get("q", ""),
        seen=True,
    )
    return render(
        request,
        "cooperations/portfolio.html",
        {
            "form": form,
            "wanted": wanted,
            "shown": shown,
            "previous": _address(wanted, shown.page - 1) if shown.page > 1 else "",
            "next": _address(wanted, shown.page + 1) if shown.page < shown.pages else "",
            "may_start": request.user.may_manage,
        },
    )


def page_number(text: str) -> int:
    """The page that was asked for; what is no number is the first page."""
    return min(int(text), FARTHEST) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _address(wanted: dict, page: int) -> str:
    return "?" + urlencode({**wanted, "page": page})
