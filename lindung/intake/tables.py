"""Lists of this room: files taken in, workbooks handed in, problems and rows of a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import visible_to
from lindung.accounts.models import User
from lindung.intake.models import Arrival, File, Row, RowProblem
from lindung.ui.tables import Column, Filters, Table

SEVERITIES = {"error": _("ditolak"), "look": _("perlu dilihat"), "warning": _("peringatan")}
FATES = {"accepted": _("diterima"), "rejected": _("ditolak"), "look": _("perlu dilihat")}
STATES = {
    "waiting": _("menunggu giliran"),
    "reading": _("sedang dibaca"),
    "checking": _("sedang diperiksa"),
    "saving": _("sedang disimpan"),
    "done": _("diterima"),
    "known": _("sudah pernah diterima"),
    "refused": _("tidak terbaca"),
}
ANY = ("", "–")


def corrected() -> Exists:
    """Whether a later row that was let pass corrects this row or this problem's row."""
    return Exists(
        Row.objects.filter(corrects_file=OuterRef("file_id"), corrects_number=OuterRef("number")).order_by()
    )


def still_open() -> Subquery:
    """How many rejected or parked rows of a file have no correction yet."""
    left = Row.objects.filter(~corrected(), file=OuterRef("pk")).exclude(fate=Row.Fate.ACCEPTED)
    return Subquery(left.order_by().values("file").annotate(rows=Count("number")).values("rows"))


class FileFilters(Filters):
    q = forms.CharField(label=_("Nama berkas atau surat"), required=False)
    scope = forms.ChoiceField(label=_("Program"), required=False)
    state = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ANY, ("open", _("ada baris belum beres")), ("mended", _("termasuk perbaikan di halaman"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(self.user, File.objects.all()).order_by("scope").values_list("scope", flat=True)
        choices = self.fields["scope"]
        assert isinstance(choices, forms.ChoiceField)  # noqa: S101
        choices.choices = [ANY, *((code, code) for code in seen.distinct())]


class Files(Table):
    """Every workbook taken in: who, when, with which letter, and what became of its rows."""

    name, needs, title = "intake-files", "intake.read", _("Berkas masuk")
    columns = (
        Column("name", _("Berkas"), link="intake:file"),
        Column("received_on", _("Diterima"), "date"),
        Column("who", _("Oleh")),
        Column("letter", _("Surat")),
        Column("scope", _("Program")),
        Column("region__name", _("Wilayah")),
        Column("rows", _("Baris"), "number"),
        Column("accepted", _("Baik"), "number"),
        Column("rejected", _("Ditolak"), "number"),
        Column("needs_look", _("Perlu dilihat"), "number"),
        Column("still", _("Belum beres"), "number"),
    )
    filters = FileFilters
    orders = {
        "diterima": ("-received_on", "-pk"),
        "berkas": ("name", "pk"),
        "belum": ("-still", "-pk"),
        "ditolak": ("-rejected", "-pk"),
    }
    empty = _("Belum ada berkas dengan saringan ini.")

    def rows(self) -> QuerySet[File]:
        who = User.objects.filter(username=OuterRef("uploaded_by")).values("name")[:1]
        return File.objects.annotate(who=Coalesce(Subquery(who), "uploaded_by"), still=Coalesce(still_open(), 0))

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        if asked := chosen.get("q"):
            rows = rows.filter(Q(name__icontains=asked) | Q(letter__icontains=asked))
        if code := chosen.get("scope"):
            rows = rows.filter(scope=code)
        if chosen.get("state") == "open":
            return rows.filter(still__gt=0)
        # One row corrected on a page shows in the file it corrects, unless it waits itself.
        return rows if chosen.get("state") == "mended" else rows.filter(Q(mends=None) | Q(still__gt=0))


class ArrivalFilters(Filters):
    q = forms.CharField(label=_("Nama berkas atau surat"), required=False)
    state = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *STATES.items()])


class Arrivals(Table):
    """Every workbook handed in on a page, also those that could not be read."""

    name, needs, title = "intake-arrivals", "intake.read", _("Unggahan")
    columns = (
        Column("name", _("Berkas"), link="intake:delivery", link_key="delivery_id"),
        Column("delivery__at", _("Diunggah"), "time"),
        Column("delivery__by__name", _("Oleh")),
        Column("delivery__letter", _("Surat")),
        Column("delivery__scope", _("Program")),
        Column("delivery__region__name", _("Wilayah")),
        Column("state", _("Keadaan"), words=STATES),
        Column("rows", _("Baris"), "number"),
    )
    filters = ArrivalFilters
    orders = {"diunggah": ("-delivery__at", "-pk"), "berkas": ("name", "pk")}
    empty = _("Belum ada unggahan dengan saringan ini.")

    def rows(self) -> QuerySet[Arrival]:
        return Arrival.objects.all()

    def narrow(self, rows: QuerySet[Arrival], chosen: dict[str, Any]) -> QuerySet[Arrival]:
        if asked := chosen.get("q"):
            rows = rows.filter(Q(name__icontains=asked) | Q(delivery__letter__icontains=asked))
        return rows.filter(state=chosen["state"]) if chosen.get("state") else rows


# Row.address as the database makes it.
ROW = Concat(Cast("file_id", CharField()), Value("-"), Cast("number", CharField()), output_field=CharField())


class ProblemFilters(Filters):
    berkas = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Masalah"), required=False)
    severity = forms.ChoiceField(label=_("Akibat"), required=False, choices=[ANY, *SEVERITIES.items()])
    column = forms.ChoiceField(label=_("Kolom"), required=False)
    state = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ANY, ("open", _("belum diperbaiki")), ("done", _("sudah diperbaiki"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("berkas", "")
        found = visible_to(self.user, RowProblem.objects.filter(number__isnull=False))
        there = found.filter(file=asked).order_by("code", "column") if str(asked).isdigit() else found.none()
        pairs = list(there.values_list("code", "column").distinct())
        for field, values in {"kind": [code for code, _c in pairs], "column": [c for _k, c in pairs]}.items():
            choices = self.fields[field]
            assert isinstance(choices, forms.ChoiceField)  # noqa: S101
            choices.choices = [ANY, *((value, value) for value in sorted(set(values)) if value)]


class Problems(Table):
    """The problems at the rows of one file (`berkas` in the URL); each leads to its row."""

    name, needs, title = "intake-problems", "intake.read", _("Masalah menurut baris")
    columns = (
        Column("row", _("Baris"), link="intake:row", link_key="at"),
        Column("sheet", _("Lembar")),
        Column("column", _("Kolom")),
        Column("value", _("Tertulis")),
        Column("said", _("Masalah dan cara memperbaikinya"), "problem"),
        Column("severity", _("Akibat"), words=SEVERITIES),
        Column("done", _("Perbaikan"), words={True: _("sudah"), False: ""}),
    )
    filters = ProblemFilters
    orders = {"baris": ("number", "sequence"), "kolom": ("column", "number", "sequence")}
    empty = _("Tidak ada masalah dengan saringan ini.")

    def rows(self) -> QuerySet[RowProblem]:
        said = Concat("code", Value(" "), "message", Value(" "), "remedy", output_field=CharField())
        return RowProblem.objects.filter(number__isnull=False).annotate(at=ROW, said=said, done=corrected())

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        rows = rows.filter(file=chosen.get("berkas"))
        names = {"kind": "code", "severity": "severity", "column": "column"}
        rows = rows.filter(**{names[name]: chosen[name] for name in names if chosen.get(name)})
        return rows.filter(done=chosen["state"] == "done") if chosen.get("state") else rows


class RowFilters(Filters):
    berkas = forms.IntegerField(widget=forms.HiddenInput)
    fate = forms.ChoiceField(label=_("Nasib"), required=False, choices=[ANY, *FATES.items()])
    state = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ANY, ("open", _("belum beres")), ("done", _("sudah diperbaiki"))],
    )


class Rows(Table):
    """Every row of one file with its fate: none is left out."""

    name, needs, title = "intake-rows", "intake.read", _("Semua baris")
    columns = (
        Column("number", _("Nomor"), link="intake:row", link_key="at"),
        Column("sheet", _("Lembar")),
        Column("sheet_row", _("Baris di lembar"), "number"),
        Column("hidden", _("Tersembunyi"), words={True: _("ya"), False: ""}),
        Column("place", _("Wilayah")),
        Column("fate", _("Nasib"), words=FATES),
        Column("done", _("Perbaikan"), words={True: _("sudah"), False: ""}),
    )
    filters = RowFilters
    orders = {"nomor": ("number",), "nasib": ("fate", "number")}
    empty = _("Tidak ada baris dengan saringan ini.")

    def rows(self) -> QuerySet[Row]:
        return Row.objects.annotate(at=ROW, done=corrected())

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        rows = rows.filter(file=chosen.get("berkas"))
        if fate := chosen.get("fate"):
            rows = rows.filter(fate=fate)
        if chosen.get("state") == "open":
            rows = rows.exclude(fate=Row.Fate.ACCEPTED)
        return rows.filter(done=chosen["state"] == "done") if chosen.get("state") else rows
