"""Which rows: the QuerySets of this app. What a person sees is decided once, in ``visibility``."""

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When

from cooperations.enums import EntryStatus, TaskState, Verdict
from cooperations.visibility import seen_by


class SeenThroughCooperation(models.QuerySet):
    """Rows that are seen by whoever sees their cooperation; ``prefix`` is the way to it."""

    prefix = "cooperation__"

    def visible_to(self, user):
        return self.filter(seen_by(user, self.prefix))


class CooperationQuerySet(SeenThroughCooperation):
    prefix = ""

    def locked(self):
        """Rows held until the end of the transaction; other transactions may still refer to them."""
        return self.select_for_update(no_key=True, of=("self",))

    def managed_by(self, user):
        """What ``user`` drives, as manager or deputy."""
        return self.filter(Q(manager=user) | Q(deputy_manager=user))


class PartyQuerySet(SeenThroughCooperation):
    def current(self):
        """Parties that have not left."""
        return self.filter(left_on__isnull=True)


class SeenThroughParty(SeenThroughCooperation):
    prefix = "party__cooperation__"


class PledgeQuerySet(SeenThroughParty):
    def standing(self):
        """Pledges that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class SeenThroughVersion(SeenThroughCooperation):
    prefix = "version__cooperation__"


class TaskQuerySet(SeenThroughCooperation):
    def open(self):
        """Tasks that somebody still has to do or to answer."""
        return self.filter(state__in=(TaskState.OFFERED, TaskState.ACCEPTED))


class LedgerQuerySet(SeenThroughCooperation):
    """Entries are added, never changed: the bulk methods refuse."""

    def update(self, **kwargs):
        raise TypeError("ledger entries are never changed; add a correction")

    def delete(self):
        raise TypeError("ledger entries are never deleted; add a correction")

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError("ledger entries are never changed; add a correction")


class VerdictQuerySet(LedgerQuerySet):
    prefix = "contribution__cooperation__"

    def latest_words(self):
        """The last verdict of each party on each contribution; it is the one that counts."""
        later = self.model.objects.filter(
            contribution=OuterRef("contribution"), party=OuterRef("party"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later))


class ContributionQuerySet(LedgerQuerySet):
    def with_status(self):
        """Adds ``status`` (an ``EntryStatus`` value), the one definition of it.

        An entry that another one corrects counts no more. Otherwise one disputing receiver makes it disputed, one
        confirming receiver makes it confirmed.
        """
        words = self.model.verdicts.rel.related_model.objects.latest_words().filter(contribution=OuterRef("pk"))
        return self.annotate(
            status=Case(
                When(Exists(self.model.objects.filter(corrects=OuterRef("pk"))), then=Value(EntryStatus.CORRECTED)),
                When(Exists(words.filter(verdict=Verdict.DISPUTED)), then=Value(EntryStatus.DISPUTED)),
                When(Exists(words.filter(verdict=Verdict.CONFIRMED)), then=Value(EntryStatus.CONFIRMED)),
                default=Value(EntryStatus.REPORTED),
                output_field=CharField(max_length=10),
            )
        )

    def counting(self):
        """Entries that no other one corrects."""
        return self.filter(~Exists(self.model.objects.filter(corrects=OuterRef("pk"))))
