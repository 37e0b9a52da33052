"""Files, their numbered rows and the problems found. Corrected by adding a row, never by editing one."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lindung.accounts.rights import Access
from lindung.kernel.papers import ENDINGS


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
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="Whose list it is: only who may read files there sees it; empty: the province alone",
    )
    mends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        db_comment="For one row corrected on a page: the file of the row it corrects",
    )
    rows = models.IntegerField(db_comment="Rows of data in the file")
    accepted = models.IntegerField(db_comment="Rows accepted")
    rejected = models.IntegerField(db_comment="Rows rejected")
    needs_look = models.IntegerField(db_comment="Rows parked for a person to look at")

    seen = Access("intake.read", ("region",))

    class Meta:
        db_table_comment = "Workbooks taken in"
        indexes = [models.Index(fields=["mends"], condition=Q(mends__isnull=False), name="intake_file_mends")]
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


class SheetTitles(models.Model):
    """Where a sheet's columns are, so that a row can be shown and corrected without opening the file again."""

    pk = models.CompositePrimaryKey("file_id", "sheet")
    file = models.ForeignKey(
        File, models.PROTECT, db_index=False, related_name="titles", db_comment="In which file"
    )
    sheet = models.TextField(db_comment="Sheet it stands on")
    titles = ArrayField(models.TextField(), db_comment="Title of every column as written, in their order")
    keys = ArrayField(models.TextField(), db_comment="The layout's key of every column; empty: not known")

    class Meta:
        db_table_comment = "Titles of the columns of workbooks, append-only"


class Row(models.Model):
    """One row of data with its raw cells and its fate."""

    class Fate(models.TextChoices):
        ACCEPTED = "accepted", _("diterima")
        REJECTED = "rejected", _("ditolak")
        LOOK = "look", _("perlu dilihat")

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

    seen = Access("intake.read", ("file__region",))

    class Meta:
        db_table_comment = "Numbered rows of workbooks, append-only"
        indexes = [models.Index(fields=["file", "number"], condition=~Q(fate="accepted"), name="intake_row_open")]
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

    @property
    def address(self) -> str:
        """Its name in the address of a page: 12-214 is row 214 of file 12."""
        return f"{self.file_id}-{self.number}"


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

    seen = Access("intake.read", ("file__region",))

    class Meta:
        db_table_comment = "Problems found in workbooks, append-only"


class Delivery(models.Model):
    """Workbooks that one person handed in at one time on a page, with one covering letter."""

    token = models.UUIDField(db_comment="Of the form it came from: the same form sent twice is one delivery")
    layout = models.TextField(db_comment="Layout code, a key of INTAKE_LAYOUTS")
    scope = models.TextField(db_comment="What it was handed in for, e.g. a programme's code")
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="Whose list it is"
    )
    letter = models.TextField(blank=True, db_comment="Number of the covering letter")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", db_comment="Who handed it in"
    )
    on = models.DateField(db_comment="Day it was handed in")
    at = models.DateTimeField(db_default=Now(), db_comment="Moment it was handed in")

    seen = Access("intake.read", ("region",))

    class Meta:
        db_table_comment = "Workbooks handed in together on a page"
        constraints = [models.UniqueConstraint(fields=["by", "token"], name="intake_delivery_once")]


class Letter(models.Model):
    """The scan of a delivery's covering letter as it came. Append-only; kept, never opened here."""

    delivery = models.OneToOneField(
        Delivery, models.PROTECT, primary_key=True, related_name="paper", db_comment="What it came with"
    )
    name = models.TextField(db_comment="File name as it came")
    media = models.TextField(db_comment="What its first bytes say it is: a PDF, a JPEG or a PNG")
    sha256 = models.TextField(db_comment="SHA-256 of the bytes, hexadecimal")
    content = models.BinaryField(db_comment="The file as it came")

    seen = Access("intake.read", ("delivery__region",))

    class Meta:
        db_table_comment = "Append-only scans of covering letters"
        constraints = [
            models.CheckConstraint(condition=Q(media__in=sorted(ENDINGS)), name="intake_letter_is_a_paper"),
        ]


class Arrival(models.Model):
    """One workbook of a delivery and what became of it. It is kept even where nobody can read it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu giliran")
        READING = "reading", _("sedang dibaca")
        CHECKING = "checking", _("sedang diperiksa")
        SAVING = "saving", _("sedang disimpan")
        DONE = "done", _("diterima")
        KNOWN = "known", _("sudah pernah diterima")
        REFUSED = "refused", _("tidak dapat diterima")

    delivery = models.ForeignKey(
        Delivery, models.PROTECT, db_index=False, related_name="arrivals", db_comment="With what it came"
    )
    number = models.IntegerField(db_comment="Order within the delivery, from 1")
    name = models.TextField(db_comment="Name the file came with")
    size = models.BigIntegerField(db_comment="Bytes")
    content = models.BinaryField(null=True, db_comment="The file as it came, until intake_filecontent keeps it")
    state = models.TextField(choices=State.choices, default=State.WAITING, db_comment="What became of it so far")
    rows = models.IntegerField(null=True, db_comment="Rows found, once it was read")
    file = models.ForeignKey(
        File, models.PROTECT, null=True, db_index=False, related_name="+", db_comment="As what it was taken in"
    )
    problems = models.JSONField(default=list, db_comment="Why it was refused: kernel problems")
    job = models.BigIntegerField(null=True, db_comment="Job that takes it in (procrastinate_jobs)")
    changed_at = models.DateTimeField(db_default=Now(), db_comment="Moment of the last change of its state")

    seen = Access("intake.read", ("delivery__region",))

    class Meta:
        db_table_comment = "Workbooks as they arrived, also those that were refused"
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="intake_arrival_number"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "known"], file__isnull=False)
                | Q(file__isnull=True, content__isnull=False),
                name="intake_arrival_kept",
            ),
        ]
