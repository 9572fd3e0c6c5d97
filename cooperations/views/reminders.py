from django.shortcuts import get_object_or_404, render

from cooperations.models import Cooperation
from coopnet import clock
from nagging.queries import open_findings


def reminders(request, pk):
    """What is open in a cooperation, who was asked when, and why it stands where it stands; for who drives it."""
    cooperation = get_object_or_404(Cooperation.objects.managed_by(request.user), pk=pk)
    found = open_findings([pk], now=clock.now())
    return render(request, "cooperations/reminders.html", {"cooperation": cooperation, "found": found})
