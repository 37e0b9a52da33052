"""Every file that went out to an office or came in from one, with its bytes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One file handed over or received. Append-only: a file handed over again is the same bytes, a new row."""

    class Direction(models.TextChoices):
        OUT = "out", _("keluar")
        IN = "in", _("masuk")

    class Means(models.TextChoices):
        DOWNLOAD = "download", _("diunduh")
        SFTP = "sftp", "SFTP"
        UPLOAD = "upload", _("diunggah")

    direction = models.TextField(choices=Direction.choices, db_comment="out to the office or in from it")
    office = models.TextField(db_comment="With whom: bpjs:<branch> or bank:<code>")
    subject = models.TextField(db_comment="What it is about, e.g. batch:12, bill:7")
    layout = models.TextField(db_comment="Code of the layout it was written or read by")
    version = models.SmallIntegerField(db_comment="Version of the layout")
    name = models.TextField(db_comment="File name")
    sha256 = models.TextField(db_comment="SHA-256 of the bytes, hexadecimal")
    size = models.BigIntegerField(db_comment="Bytes")
    rows = models.IntegerField(db_comment="Rows of data in it")
    means = models.TextField(choices=Means.choices, db_comment="How it was handed over")
    on = models.DateField(db_comment="Day it was handed over or received")
    by = models.TextField(db_comment="Actor who handed it over or received it")

    class Meta:
        db_table_comment = "Append-only list of files exchanged with BPJS and banks"
        indexes = [models.Index(fields=["subject", "direction"], name="exchange_message_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "sha256"], condition=Q(direction="in"), name="exchange_message_received_once"
            ),
            models.CheckConstraint(condition=~Q(subject="") & ~Q(office=""), name="exchange_message_addressed"),
        ]

    def __str__(self) -> str:
        return self.name


class MessageContent(models.Model):
    """The bytes of a message, in a table of their own so that lists stay light."""

    message = models.OneToOneField(
        Message, models.PROTECT, primary_key=True, related_name="content", db_comment="Of which message"
    )
    content = models.BinaryField(db_comment="The file as it was")

    class Meta:
        db_table_comment = "Append-only bytes of exchanged files"
