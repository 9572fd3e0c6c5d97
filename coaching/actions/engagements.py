"""Proposing a coaching for the team of a cooperation."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import ActionRefused
from accounts.models import User
from coaching.models import Engagement, Member
from coaching.people import people_of
from cooperations.models import Cooperation


@transaction.atomic
def propose_engagement(
    cooperation: Cooperation, *, subject: str, why: str = "", team: Sequence[User], by: User, now: datetime
) -> Engagement:
    """Propose a coaching for ``team``, people of the parties.

    Open to the manager and to everybody who takes part in the cooperation; whoever proposes it from a firm belongs to
    the team. Raises ActionRefused for strangers and for people of no party.
    """
    if not Cooperation.objects.visible_to(by).filter(pk=cooperation.pk).exists():
        raise ActionRefused(_("Only people of this cooperation can propose a coaching for it."))
    firms = {user.pk: firm for user, firm in people_of(cooperation)}
    wanted = {user.pk: user for user in team}
    if by.pk in firms and by.pk not in (cooperation.manager_id, cooperation.deputy_manager_id):
        wanted.setdefault(by.pk, by)
    if not wanted:
        raise ActionRefused(_("A team needs at least one person."))
    if strangers := [user for key, user in wanted.items() if key not in firms]:
        raise ActionRefused(_("%(person)s belongs to none of the parties.") % {"person": strangers[0].full_name})
    engagement = Engagement.objects.create(
        cooperation=cooperation, subject=subject.strip(), why=why.strip(), proposed_by=by, proposed_at=now
    )
    Member.objects.bulk_create(
        [Member(engagement=engagement, user=user, firm=firms[key], joined_at=now) for key, user in wanted.items()]
    )
    audit.record("coaching.propose", engagement, by=by, now=now, cooperation=cooperation.pk, team=sorted(wanted))
    return engagement
