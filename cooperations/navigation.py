"""Entries of cooperations in the main navigation, and the card on the page of a firm."""

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from accounts.roles import has_role
from cooperations.models import Cooperation, Party
from coopnet.ui import navigation, slots

ON_FIRM_PAGE = 20


def _manages(user) -> bool:
    return has_role(user, "manager")


def _takes_part(user) -> bool:
    return has_role(user, "partner")


def _sees_cooperations(user) -> bool:
    return _manages(user) or _takes_part(user)


def register() -> None:
    """Fill the registries of the interface; called once from ``AppConfig.ready()``."""
    for url_name, label, icon, order, shown_to in (
        ("cooperations:today", _("Today"), "sun", 10, _manages),
        ("cooperations:desk", _("My desk"), "clipboard-check", 20, _takes_part),
        ("cooperations:portfolio", _("Cooperations"), "heart-handshake", 30, _sees_cooperations),
    ):
        navigation.register(navigation.Entry(url_name, label, icon, order, shown_to))
    slots.register("firm.page", firm_cooperations)


def firm_cooperations(request, firm) -> str:
    """The cooperations of ``firm`` that the viewer sees, as a card; one query."""
    parties = Party.objects.current().filter(firm=firm).values("cooperation")
    seen = Cooperation.objects.visible_to(request.user).filter(pk__in=parties)
    shown = list(seen.only("title", "state", "kind", "field")[: ON_FIRM_PAGE + 1])
    context = {"cooperations": shown[:ON_FIRM_PAGE], "more": len(shown) > ON_FIRM_PAGE, "firm": firm}
    return render_to_string("cooperations/parts/of_firm.html", context, request=request)
