"""Which rows: firms, memberships and contacts by what one asks for, never by who may do what."""

from typing import Self

from django.db.models import BooleanField, Case, Exists, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from partners import visibility
from partners.enums import FirmRole
from partners.search_key import words_of


class _Searchable(QuerySet):
    def matching(self, text: str) -> Self:
        """Rows that hold every word of ``text`` somewhere; ä = ae, upper and lower case are the same."""
        found = self
        for word in words_of(text):
            found = found.filter(search_key__contains=word)
        return found


class FirmQuerySet(_Searchable):
    def visible_to(self, user) -> Self:
        """Firms whose public data (name, trade, city, website, names of its people) ``user`` may see."""
        return self.filter(visibility.firm_is_visible(user))

    def with_standing(self, user) -> Self:
        """Adds what ``permissions`` judges by: ``my_role`` ("" for outsiders) and ``details_open`` for ``user``."""
        mine = self.model.memberships.rel.related_model.objects.active().filter(firm=OuterRef("pk"), user=user)
        return self.annotate(
            my_role=Coalesce(Subquery(mine.values("role")[:1]), Value("")),
            details_open=Case(
                When(visibility.firm_details_are_visible(user), then=True),
                default=False,
                output_field=BooleanField(),
            ),
        )

    def with_people(self) -> Self:
        """Adds ``current_people``: its active memberships with their persons, leads first."""
        memberships = self.model.memberships.rel.related_model.objects.active().leads_first().select_related("user")
        return self.prefetch_related(Prefetch("memberships", queryset=memberships, to_attr="current_people"))

    def with_lead(self) -> Self:
        """Adds ``has_lead``: whether somebody speaks for the firm."""
        leads = self.model.memberships.rel.related_model.objects.active().filter(
            firm=OuterRef("pk"), role=FirmRole.LEAD
        )
        return self.annotate(has_lead=Exists(leads))


class MembershipQuerySet(QuerySet):
    def active(self) -> Self:
        """Memberships that have not ended."""
        return self.filter(ended_on__isnull=True)

    def leads_first(self) -> Self:
        return self.order_by("role", "user__last_name", "user__first_name", "id")


class ContactQuerySet(_Searchable):
    def visible_to(self, user) -> Self:
        """Contacts are private: only their owner sees them."""
        return self.filter(owner=user)


class ImportDraftQuerySet(QuerySet):
    def visible_to(self, user) -> Self:
        """Uploads are private: only who uploaded them sees them."""
        return self.filter(owner=user)

    def expired(self, now) -> Self:
        """Drafts whose time is over at ``now``, whether they were carried out or not."""
        return self.filter(expires_at__lte=now)
