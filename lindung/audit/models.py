"""The one table of acts."""

from django.db import models
from django.db.models.functions import Now


class Act(models.Model):
    """One act of one actor; never changed, never deleted (trigger in migration 0002)."""

    at = models.DateTimeField(db_default=Now(), db_comment="When it was written, by the database's clock")
    on = models.DateField(db_comment="The day the act counts for, as the actor gave it")
    actor_id = models.TextField(db_comment="Who acted: account or command-line name")
    actor_name = models.TextField(db_comment="The actor's name as it was then")
    verb = models.TextField(db_comment="What was done: room.verb, e.g. coverage.decide")
    subject = models.TextField(db_comment="To what, e.g. programme:NTT-2025")
    reason = models.TextField(blank=True, db_default="", db_comment="Why, in the actor's words")
    details = models.JSONField(default=dict, db_comment="Counts and references; no NIK, no account number")

    class Meta:
        db_table_comment = "Append-only record of every act: who, what, when, why"
        indexes = [models.Index(fields=["subject", "at"], name="audit_act_subject_at")]

    def __str__(self) -> str:
        return f"{self.on} {self.actor_name}: {self.verb} {self.subject}"
