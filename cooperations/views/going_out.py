from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.roles import has_role
from cooperations.models import Cooperation
from cooperations.portfolio import RUNNING
from cooperations.views.outgoing import next_working_day
from cooperations.views.submitting import permit
from coopnet import clock


def going_out(request):
    """The reminders of the next working day, word by word, and why somebody gets none."""
    permit(has_role(request.user, "manager"), _("Only managers of cooperations see this page."))
    now = clock.now()
    driven = Cooperation.objects.managed_by(request.user).filter(state__in=RUNNING)
    outgoing = next_working_day(request.user, set(driven.values_list("pk", flat=True)), now)
    mails, waiting, called = outgoing.in_words(now)
    return render(
        request,
        "cooperations/going_out.html",
        {"outgoing": outgoing, "mails": mails, "waiting": waiting, "called": called},
    )
