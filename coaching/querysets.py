from datetime import datetime

from django.db.models import Q, QuerySet

from coaching import visibility
from coaching.enums import DecisionState


class EngagementQuerySet(QuerySet):
    def visible_to(self, user) -> "EngagementQuerySet":
        """Engagements whose existence ``user`` may know of; what they may read in them says :meth:`with_standing`."""
        return self.filter(visibility.existence(user))

    def taken_part_in_by(self, user) -> "EngagementQuerySet":
        """Engagements in which ``user`` is coach, member or proposed as coach."""
        return self.filter(visibility.coaches(user) | visibility.is_member(user) | visibility.is_candidate(user))

    def with_standing(self, user) -> "EngagementQuerySet":
        """Each engagement with the parts that ``user`` has in it, for :func:`coaching.standing.standing_of`."""
        return self.annotate(
            is_coach=visibility.coaches(user),
            is_member=visibility.is_member(user),
            is_seated=visibility.is_seated(user),
            is_candidate=visibility.is_candidate(user),
            is_manager=visibility.manages(user),
            is_lead=visibility.leads_firm(user),
        )


class InsideQuerySet(QuerySet):
    """Rows that hang on an engagement and are read by coach and team only."""

    def visible_to(self, user) -> "InsideQuerySet":
        return self.filter(visibility.inside(user, "engagement__"))


class DecisionQuerySet(QuerySet):
    def visible_to(self, user) -> "DecisionQuerySet":
        """Decisions that ``user`` may read: inside the team all, outside only those that were adopted for them."""
        return self.filter(visibility.reads_decision(user))

    def holding_at(self, moment: datetime) -> "DecisionQuerySet":
        """What held at this (aware) moment."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=moment), adopted_at__lte=moment)

    def in_force(self) -> "DecisionQuerySet":
        return self.filter(state=DecisionState.ADOPTED)
