"""May this person do that now? Pure, but for :func:`firm_roles`, which reads a person's firms once.

Every other function takes ``roles`` (what :func:`firm_roles` returned) so that a page asks once for all its rows;
left out, it is read. An ended membership or a party that left gives no right to anything.
"""

from collections.abc import Mapping

from cooperations.enums import State, TaskState
from partners.enums import FirmRole
from partners.models import Membership

Roles = Mapping[int, str]


def firm_roles(user) -> dict[int, str]:
    """The firms in which ``user`` is active, with the role there; one query."""
    if user is None or user.pk is None:
        return {}
    return dict(Membership.objects.filter(user=user, ended_on__isnull=True).values_list("firm_id", "role"))


def may_start(user) -> bool:
    """Who may start cooperations."""
    return bool(user.may_manage)


def may_manage(user, cooperation) -> bool:
    """The manager and the manager's deputy drive the cooperation."""
    return user.pk is not None and user.pk in (cooperation.manager_id, cooperation.deputy_manager_id)


def belongs_to(user, party, roles: Roles | None = None) -> bool:
    """Whether ``user`` works for the firm of ``party``, and the party has not left."""
    roles = firm_roles(user) if roles is None else roles
    return party.left_on is None and party.firm_id in roles


def may_act_for(user, party, roles: Roles | None = None) -> bool:
    """Promise, offer and log for ``party``: its firm's people, and the manager on their behalf."""
    return party.left_on is None and (may_manage(user, party.cooperation) or belongs_to(user, party, roles))


def may_speak_for(user, party, roles: Roles | None = None) -> bool:
    """Approve for ``party``: its responsible person, or a lead of its firm. Never the manager on behalf."""
    roles = firm_roles(user) if roles is None else roles
    if not belongs_to(user, party, roles):
        return False
    return party.responsible_id == user.pk or roles[party.firm_id] == FirmRole.LEAD


def may_lead(user, party, roles: Roles | None = None) -> bool:
    """Answer for somebody else of the firm: responsible person, deputy, lead of the firm."""
    return may_speak_for(user, party, roles) or (party.deputy_id == user.pk and belongs_to(user, party, roles))


def may_answer_task(user, task, roles: Roles | None = None) -> bool:
    """Accept, decline or move: the owner, or who leads the party. Nobody promises for another firm."""
    if task.owner_id == user.pk:
        return belongs_to(user, task.party, roles)
    return may_lead(user, task.party, roles)


def may_finish_task(user, task, roles: Roles | None = None) -> bool:
    """Say that it is done or drop it: as :func:`may_answer_task`, and the manager on behalf."""
    return may_manage(user, task.cooperation) or may_answer_task(user, task, roles)


def may_judge(user, contribution, party, roles: Roles | None = None) -> bool:
    """Confirm or dispute for ``party``: people of a receiving firm, never anybody of the giver's."""
    roles = firm_roles(user) if roles is None else roles
    return (
        party.cooperation_id == contribution.cooperation_id
        and party.pk != contribution.party_id
        and belongs_to(user, party, roles)
        and contribution.party.firm_id not in roles
    )


def may_edit_terms(user, cooperation) -> bool:
    """Terms are the manager's to prepare; what has ended stays as it was."""
    return may_manage(user, cooperation) and cooperation.state != State.ENDED


def is_open(task) -> bool:
    """Whether the task still waits for somebody."""
    return task.state in (TaskState.OFFERED, TaskState.ACCEPTED)
