"""Files, their numbered rows and the problems found. Corrected by adding a row, never by editing one."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class File(models.Model):
    """One workbook taken in for one purpose. The same content again is known and changes nothing."""

    sha256 = models.TextField(db_comment="SHA-256 of the content, hexadecimal")
    name = models.TextField(db_comment="Name the file came with")
    size = models.BigIntegerField(db_comment="Bytes")
    layout = models.TextField(db_comment="Layout code, a key of INTAKE_LAYOUTS")
    scope = models.TextField(db_comment="What it was taken in for, e.g. a programme's code")
    letter = models.TextField(blank=True, db_comment="Covering letter it came with")
    received_on = models.DateField(db_comment="Day it was taken in")
    uploaded_by = models.TextField(db_comment="Actor who took it in")
    rows = models.IntegerField(db_comment="Rows of data in the file")
    accepted = models.IntegerField(db_comment="Rows accepted")
    rejected = models.IntegerField(db_comment="Rows rejected")
    needs_look = models.IntegerField(db_comment="Rows parked for a person to look at")

    class Meta:
        db_table_comment = "Workbooks taken in"
        constraints = [
            models.UniqueConstraint(fields=["sha256", "layout", "scope"], name="intake_file_once"),
            models.CheckConstraint(
                condition=Q(rows=F("accepted") + F("rejected") + F("needs_look")), name="intake_file_adds_up"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FileContent(models.Model):
    """The bytes as they came, apart from the list of files."""

    file = models.OneToOneField(
        File, models.PROTECT, primary_key=True, related_name="content", db_comment="Whose content"
    )
    content = models.BinaryField(db_comment="The file as it came")

    class Meta:
        db_table_comment = "Content of workbooks"


class Row(models.Model):
    """One row of data with its raw cells and its fate."""

    class Fate(models.TextChoices):
        ACCEPTED = "accepted", "diterima"
        REJECTED = "rejected", "ditolak"
        LOOK = "look", "perlu dilihat"

    pk = models.CompositePrimaryKey("file_id", "number")
    file = models.ForeignKey(File, models.PROTECT, db_index=False, related_name="+", db_comment="In which file")
    number = models.IntegerField(db_comment="Number within the file, from 1")
    sheet = models.TextField(db_comment="Sheet it stands on")
    sheet_row = models.IntegerField(db_comment="The sheet's own row number, from 1")
    hidden = models.BooleanField(db_default=False, db_comment="Whether the sheet hides it")
    cells = ArrayField(models.TextField(), db_comment="Raw cells as the file has them")
    fate = models.TextField(choices=Fate.choices, db_comment="accepted, rejected or look")
    place = models.TextField(blank=True, db_comment="Where the layout counts the row, e.g. its district's code")
    corrects_file = models.ForeignKey(
        File,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="File of the row this one corrects",
    )
    corrects_number = models.IntegerField(null=True, db_comment="Number of the row this one corrects")

    class Meta:
        db_table_comment = "Numbered rows of workbooks, append-only"
        constraints = [
            models.UniqueConstraint(
                fields=["corrects_file", "corrects_number"],
                condition=Q(corrects_file__isnull=False),
                name="intake_row_corrected_once",
            ),
            models.CheckConstraint(
                condition=Q(corrects_file__isnull=True) ^ Q(corrects_number__isnull=False),
                name="intake_row_corrects_whole",
            ),
        ]


class RowProblem(models.Model):
    """A problem at its place; `number` is empty when the file itself is the problem."""

    pk = models.CompositePrimaryKey("file_id", "sequence")
    file = models.ForeignKey(File, models.PROTECT, db_index=False, related_name="+", db_comment="In which file")
    sequence = models.IntegerField(db_comment="Order within the file, from 1")
    number = models.IntegerField(null=True, db_comment="Number of the row")
    code = models.TextField(db_comment="Code of the kind of problem")
    severity = models.TextField(db_comment="error, look or warning")
    sheet = models.TextField(blank=True, db_comment="Sheet")
    row = models.IntegerField(null=True, db_comment="The sheet's own row number")
    column = models.TextField(blank=True, db_comment="Title of the column")
    value = models.TextField(blank=True, db_comment="What was found; a NIK is masked")
    message = models.TextField(db_comment="What is wrong, in Indonesian")
    remedy = models.TextField(db_comment="What to do, in Indonesian")

    class Meta:
        db_table_comment = "Problems found in workbooks, append-only"
