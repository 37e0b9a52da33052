"""Lists asked for as files."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Export(models.Model):
    """One list as one file: who asked, what was asked, how far it is. Its content is emptied after a while."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"
        PDF = "pdf", "PDF"

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        RUNNING = "running", _("sedang ditulis")
        DONE = "done", _("siap")
        FAILED = "failed", _("gagal")

    asked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, db_index=False, related_name="+", db_comment="Who asked; only they see it"
    )
    asked_at = models.DateTimeField(db_default=Now(), db_comment="When it was asked")
    table = models.TextField(db_comment="Name of the list (ui.tables.Table.name)")
    query = models.TextField(blank=True, db_comment="Its filters and order, as in the URL")
    format = models.TextField(choices=Format.choices, db_comment="xlsx, csv or pdf")
    state = models.TextField(choices=State.choices, db_default=State.WAITING, db_comment="How far it is")
    attempt = models.IntegerField(db_default=1, db_comment="Grows with each run; an older run may finish nothing")
    rows = models.IntegerField(db_default=0, db_comment="Rows to write")
    done = models.IntegerField(db_default=0, db_comment="Rows written so far")
    moved_at = models.DateTimeField(db_default=Now(), db_comment="Last sign of life of the run")
    trouble = models.TextField(blank=True, db_default="", db_comment="Kind of error of a failed run, for the log")
    content = models.BinaryField(null=True, db_comment="The file; emptied when it is too old")

    class Meta:
        db_table_comment = "Lists asked for as files"
        indexes = [models.Index(fields=["asked_by", "-asked_at"], name="web_export_of_person")]

    def __str__(self) -> str:
        return f"{self.table}.{self.format}"
