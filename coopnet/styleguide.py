"""All components on one page, for those who build pages; only while DEBUG is on."""

from datetime import timedelta
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from coopnet import clock
from coopnet.access import public
from coopnet.front.icons import ICONS, MARKS
from coopnet.ui.forms import CoopForm, LenientDateField, LenientDecimalField, LenientDurationField

ALIVE = [0, 1, 0, 2, 1, 0, 1, 3, 1, 0, 2, 1, 1] * 4
LOPSIDED = [2, 0, 3, 1, 5, 2, 0, 1, 1, 0, 0, 0, 0] + [1, 0, 0, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0] * 2 + [1] + [0] * 12
FIRMS = ("Nordlicht Medien GmbH", "Becker Druck", "Tischlerei Hansen", "Hof Linde", "Solar Süd eG", "Übersee & Co.")
PEOPLE = (("Anna", "Becker"), ("Jens", "Hansen"), ("Yılmaz", "Öztürk"), ("Marie-Luise", "von der Heide"), ("Kai", "Ng"))


class Example(CoopForm):
    what = forms.CharField(label="What did you give?", help_text="One line is enough.")
    kind = forms.ChoiceField(label="Kind", choices=[("hours", "working hours"), ("money", "money")])
    hours = LenientDurationField(label="How long?", help_text="1.5 or 1:30 or 90m", max_value=24)
    value = LenientDecimalField(label="Worth in €", required=False)
    on = LenientDateField(label="When?", prefer="past", help_text="3.11. or yesterday")
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    gift = forms.BooleanField(label="A gift: thanked for, not counted", required=False)
    who = forms.ChoiceField(
        label="Who confirms?", choices=[("a", "Becker Druck"), ("b", "Hof Linde")], widget=forms.RadioSelect
    )


@public("exists only while DEBUG is on and shows nothing but examples")
@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    today = timezone.localtime(clock.now()).date()
    form = Example(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved."))
    if "messages" in request.GET:
        messages.success(request, "Thank you. Becker Druck is asked to confirm 6 hours.")
        messages.warning(request, "The address of Mr Hansen did not accept the mail.")
    people = [
        SimpleNamespace(pk=pk, full_name=f"{first} {last}", initials=first[0] + last[0].upper())
        for pk, (first, last) in enumerate(PEOPLE, 1)
    ]
    context = {
        "confidential": "confidential" in request.GET,
        "form": form,
        "people": people,
        "firms": [SimpleNamespace(pk=pk, name=name) for pk, name in enumerate(FIRMS, 1)],
        "alive": ALIVE,
        "lopsided": LOPSIDED,
        "nothing": [0] * 52,
        "icons": sorted(ICONS | MARKS),
        "tones": ("neutral", "good", "attention", "urgent", "confidential"),
        "late": today - timedelta(days=4),
        "soon": today + timedelta(days=3),
        "today": today,
    }
    return render(request, "styleguide/page.html", context)
