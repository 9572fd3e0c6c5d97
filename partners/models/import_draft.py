from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from partners.enums import ExistingRows, ImportKind
from partners.querysets import ImportDraftQuerySet


class ImportDraft(models.Model):
    """Files that somebody uploaded to import them, and afterwards what became of each row.

    Seen by its owner only. The content of the files is dropped as soon as the import was carried out; ``outcome``
    (a list of entries, see ``actions.imports``) stays until ``expires_at``, so that the import can be undone.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_drafts")
    kind = models.CharField(_("what the files hold"), max_length=8, choices=ImportKind.choices)
    existing = models.CharField(
        _("rows that are already there"), max_length=8, choices=ExistingRows.choices, default=ExistingRows.FILL
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    imported_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=list)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(imported_at__isnull=False),
                name="partners_import_undone_after_import",
                violation_error_message=_("Only an import that was carried out can be undone."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.created_at:%Y-%m-%d %H:%M}"


class ImportFile(models.Model):
    """One uploaded file and how it is to be read; "" and null mean: as detected.

    ``mapping`` is {column number as text: field name or ""}, counted from 0.
    """

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    mapping = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("uploaded file")
        verbose_name_plural = _("uploaded files")

    def __str__(self) -> str:
        return self.name
