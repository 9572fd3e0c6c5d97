"""The part that somebody has in an engagement, and the lock under which acts that count the team run."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts.errors import ActionRefused
from accounts.models import User
from coaching.models import Engagement, Member
from coaching.permissions import Standing


def standing_of(engagement: Engagement) -> Standing:
    """Read from the row that ``with_standing`` brought; a row without is a programming error (AttributeError)."""
    return Standing(
        coach=bool(engagement.is_coach),
        member=bool(engagement.is_member),
        seated=bool(engagement.is_seated),
        candidate=bool(engagement.is_candidate),
        manager=bool(engagement.is_manager),
        lead=bool(engagement.is_lead),
    )


def require(allowed: Callable[[Standing], bool], engagement: Engagement, by: User) -> tuple[Engagement, Standing]:
    """The engagement, fresh and locked until the transaction ends, and the standing of ``by`` in it.

    Raises ActionRefused unless ``allowed`` says yes. The lock makes acts that depend on the whole team (votes,
    consent, joining, leaving) happen one after the other; on SQLite the transaction itself does.
    """
    # FOR UPDATE OF the engagement alone: the annotations read other tables.
    locked = Engagement.objects.select_for_update(of=("self",), no_key=True).with_standing(by).get(pk=engagement.pk)
    standing = standing_of(locked)
    if not allowed(standing):
        raise ActionRefused(_("This is not yours to do."))
    return locked, standing


def own_membership(engagement: Engagement, by: User) -> Member:
    """The current membership of ``by``; ActionRefused for everybody else."""
    member = Member.objects.filter(engagement=engagement, user=by, left_at__isnull=True).first()
    if member is None:
        raise ActionRefused(_("Only a member of the team can do this."))
    return member
