from django.apps import AppConfig
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class CoachingConfig(AppConfig):
    name = "coaching"
    verbose_name = _("Coaching")

    def ready(self) -> None:
        from accounts.audit import keep_confidential
        from accounts.roles import has_role, register_role
        from coaching.card import cooperation_card
        from coaching.models import Engagement, Member
        from coopnet.ui import navigation, slots

        keep_confidential("coaching")
        register_role("coach", lambda: Q(may_coach=True) | Exists(Engagement.objects.filter(coach=OuterRef("pk"))))
        register_role("team_member", lambda: Exists(Member.objects.filter(user=OuterRef("pk"), left_at__isnull=True)))
        navigation.register(
            navigation.Entry(
                url_name="coaching:teams",
                label=_("My teams"),
                icon="users-group",
                order=60,
                shown_to=lambda user: has_role(user, "coach") or has_role(user, "team_member"),
            )
        )
        slots.register("cooperation.page", cooperation_card)
