"""Django's admin for what has no page of its own; the daily work has its pages under ``/me/people/``."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.audit import record, shown_to_administrators
from accounts.models import Absence, AuditEntry, Invitation, User
from coopnet.clock import now

# Sign-in to the admin goes through allauth too, with its limits and second factors.
admin.site.login = secure_admin_login(admin.site.login)
admin.site.unregister(Group)


class RecordedAdmin(admin.ModelAdmin):
    """Whatever is changed here stands in the audit trail like any other act."""

    def save_model(self, request: HttpRequest, obj, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        act = "accounts.admin_change" if change else "accounts.admin_add"
        record(act, obj, by=request.user, now=now(), fields=sorted(form.changed_data))

    def delete_model(self, request: HttpRequest, obj) -> None:
        record("accounts.admin_delete", obj, by=request.user, now=now())
        super().delete_model(request, obj)


class ReadOnlyAdmin(admin.ModelAdmin):
    """To look at, never to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(User)
class UserAdmin(RecordedAdmin):
    """People: rights and state. Addresses and passwords are changed by their owners, deletion has its own way."""

    list_display = ["last_name", "first_name", "email", "is_active", "may_manage", "may_coach", "is_staff"]
    list_display_links = ["last_name", "first_name", "email"]
    list_filter = ["is_active", "is_staff", "may_manage", "may_coach", "language"]
    search_fields = ["first_name", "last_name", "email"]
    ordering = ["last_name", "first_name"]
    readonly_fields = [
        "email", "mail_consent_at", "mail_consent_version", "reminders_stopped_at", "mail_suspended_at", "last_login",
        "date_joined",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["email", ("first_name", "last_name"), "form_of_address", "phone"]}),
        ("Region", {"fields": [
            "language", "timezone", ("country", "subdivision"), ("workday_start", "workday_end"),
        ]}),
        ("Rights", {"fields": ["is_active", "may_manage", "may_coach", "is_staff", "is_superuser"]}),
        ("Mail", {"fields": ["mail_consent_at", "mail_consent_version", "reminders_stopped_at", "mail_suspended_at"]}),
        ("Dates", {"fields": ["date_joined", "last_login"]}),
    ]  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        # People are invited, see accounts:invite_person.
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Absence)
class AbsenceAdmin(RecordedAdmin):
    list_display = ["user", "starts_on", "ends_on"]
    list_select_related = ["user"]
    autocomplete_fields = ["user"]


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ["user", "invited_by", "created_at", "expires_at", "accepted_at"]
    list_select_related = ["user", "invited_by"]
    search_fields = ["user__email", "user__last_name"]
    fields = ["user", "invited_by", "about", "created_at", "expires_at", "accepted_at"]


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "actor", "verb", "object_type", "object_id", "origin"]
    list_select_related = ["actor"]
    list_filter = ["verb"]
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return shown_to_administrators(super().get_queryset(request))
