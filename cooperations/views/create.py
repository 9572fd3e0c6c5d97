from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cooperations.actions.cooperations import add_party, start_cooperation
from cooperations.enums import Kind
from cooperations.forms.fields import FirmChoice
from cooperations.forms.start import StartForm
from cooperations.permissions import may_start
from cooperations.views.people import only_speaker
from cooperations.views.submitting import fill_in, permit
from cooperations.views.way_back import way_back
from coopnet import clock
from partners.actions.firms import create_firm
from partners.models import Firm


def create(request):
    """A cooperation in three questions; then its page says what is next."""
    permit(may_start(request.user), _("Ask your administrator for the right to start cooperations."))
    form = StartForm(request.POST or None, firms=Firm.objects.visible_to(request.user))
    return fill_in(
        request,
        form,
        lambda form: _start(form.cleaned_data, by=request.user),
        done=_("“%(title)s” is here. Its page says what is next.") % {"title": form.data.get("title", "")},
        back=way_back(request, reverse("cooperations:today")),
        title=_("A new cooperation"),
        lead=_("Three questions; everything else can wait."),
        who=_("You and the people of the firms that you name see it; nobody is written to yet."),
        submit=_("Create the cooperation"),
    )


@transaction.atomic
def _start(typed, *, by) -> str:
    now = clock.now()
    cooperation = start_cooperation(
        title=typed["title"],
        kind=Kind.COOPERATION,
        field=typed["field"],
        joint_goal=typed["joint_goal"],
        by=by,
        now=now,
    )
    for choice in typed["firms"]:
        firm = chosen_firm(choice, by=by, now=now)
        add_party(cooperation, firm=firm, responsible=only_speaker(firm), by=by, now=now)
    return reverse("cooperations:page", args=[cooperation.pk])


def chosen_firm(choice: FirmChoice, *, by, now) -> Firm:
    """The firm that was chosen, made now where its name is new."""
    return choice.firm or create_firm(name=choice.name, by=by, now=now)
