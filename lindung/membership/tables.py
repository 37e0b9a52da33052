"""Lists of membership: batches, the people of one, contradictions, the refused, ended memberships."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import visible_to
from lindung.coverage.models import Posting
from lindung.membership.models import Batch, Branch, Contradiction, Registration
from lindung.membership.queries import OVERDUE_DAYS
from lindung.nominations.models import DecreeLine
from lindung.programmes.tables import OfProgramme
from lindung.ui.fields import DayField
from lindung.ui.tables import Column, Filters, Table

ANY = ("", "–")
BATCH_STATES = {
    "waiting": _("menunggu jawaban"),
    "late": _("terlambat dijawab"),
    "contradicted": _("ada jawaban berlawanan"),
    "answered": _("dijawab semua"),
}
STANDINGS = {
    "waiting": _("menunggu jawaban"),
    "accepted": _("diterima"),
    "rejected": _("ditolak"),
    "misspelt": _("nama berbeda"),
    "contradicted": _("jawaban berlawanan"),
}
SEATS = {"open": _("menunggu pengganti"), "struck": _("sudah dikeluarkan dengan SK")}


class BranchFilters(OfProgramme):
    """Programme and branch, of those the person may see."""

    cabang = forms.ModelChoiceField(
        label=_("Cabang BPJS"), queryset=Branch.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches = Branch.objects.filter(pk__in=visible_to(self.user, Batch.objects.all()).values("branch"))
        self.fields["cabang"].queryset = branches.order_by("name")  # type: ignore[attr-defined]


class BatchFilters(BranchFilters):
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *BATCH_STATES.items()])


class Batches(Table):
    """Every batch and how its people were answered; who waits longer than two weeks is marked."""

    name, needs, title = "membership-batches", "membership.read", _("Pendaftaran BPJS")
    columns = (
        Column("pk", _("Kiriman"), link="membership:batch"),
        Column("state", _("Keadaan"), words=BATCH_STATES),
        Column("programme__code", _("Program")),
        Column("branch__name", _("Cabang")),
        Column("sent_on", _("Dikirim"), "date"),
        Column("people", _("Orang"), "number"),
        Column("accepted", _("Diterima"), "number"),
        Column("rejected", _("Ditolak"), "number"),
        Column("waiting", _("Menunggu"), "number"),
        Column("contradicted", _("Berlawanan"), "number"),
        Column("wadah", _("Wadah")),
    )
    filters = BatchFilters
    orders = {"dikirim": ("-sent_on", "-pk"), "kiriman": ("pk",), "orang": ("people", "pk")}
    empty = _("Belum ada kiriman dengan saringan ini.")

    def rows(self) -> QuerySet[Batch]:
        answer = "registrations__answer"
        return Batch.objects.annotate(
            accepted=Count("registrations", filter=Q(**{answer: Registration.Answer.ACCEPTED})),
            rejected=Count("registrations", filter=Q(**{answer: Registration.Answer.REJECTED})),
            waiting=Count("registrations", filter=Q(**{f"{answer}__isnull": True})),
            contradicted=Count("registrations", filter=Q(registrations__in=_contradicted())),
            state=Case(
                When(_open() & Q(sent_on__lte=_late()), then=Value("late")),
                When(_open(), then=Value("waiting")),
                When(_disputed(), then=Value("contradicted")),
                default=Value("answered"),
                output_field=CharField(),
            ),
        )

    def narrow(self, rows: QuerySet[Batch], chosen: dict[str, Any]) -> QuerySet[Batch]:
        rows = _of(rows, chosen)
        wanted = {
            "waiting": _open(), "late": _open() & Q(sent_on__lte=_late()), "contradicted": _disputed(),
            "answered": ~_open(),
        }  # fmt: skip
        return rows.filter(wanted[chosen["keadaan"]]) if chosen.get("keadaan") else rows


class PeopleFilters(Filters):
    kiriman = forms.IntegerField(widget=forms.HiddenInput, required=False)
    q = forms.CharField(label=_("Nama"), required=False)
    jawaban = forms.ChoiceField(label=_("Jawaban"), required=False, choices=[ANY, *STANDINGS.items()])


class People(Table):
    """The people of a batch and what BPJS answered about each."""

    name, needs, title = "membership-people", "membership.read", _("Orang dalam kiriman")
    columns = (
        Column("enrolment__person__name", _("Nama"), link="web:person", link_key="enrolment__person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("standing", _("Jawaban"), words=STANDINGS),
        Column("kpj", _("KPJ"), "masked"),
        Column("member_since", _("Peserta sejak"), "date"),
        Column("reason_kind", _("Alasan ditolak"), words=dict(Registration.Reason.choices)),
        Column("name_said", _("Nama menurut BPJS")),
        Column("answered_on", _("Dijawab"), "date"),
    )
    filters = PeopleFilters
    orders = {"nama": ("enrolment__person__name", "pk"), "dijawab": ("answered_on", "pk")}
    empty = _("Tidak ada orang di wilayah Anda dengan saringan ini.")

    def rows(self) -> QuerySet[Registration]:
        standing = Case(
            When(answer__isnull=True, then=Value("waiting")), default="answer", output_field=CharField()
        )
        return Registration.objects.annotate(standing=standing)

    def narrow(self, rows: QuerySet[Registration], chosen: dict[str, Any]) -> QuerySet[Registration]:
        rows = rows.filter(batch=chosen.get("kiriman", 0))
        if asked := chosen.get("q"):
            rows = rows.filter(enrolment__person__name__icontains=asked)
        wanted = {
            "waiting": Q(answer=None), "accepted": Q(answer=Registration.Answer.ACCEPTED),
            "rejected": Q(answer=Registration.Answer.REJECTED), "misspelt": ~Q(name_said=""),
            "contradicted": Q(pk__in=_contradicted()),
        }  # fmt: skip
        return rows.filter(wanted[chosen["jawaban"]]) if chosen.get("jawaban") else rows


class ContradictionFilters(BranchFilters):
    keadaan = forms.ChoiceField(
        label=_("Keadaan"), required=False,
        choices=[("open", _("belum diselesaikan")), ("settled", _("sudah diselesaikan")), ("all", _("semua"))],
    )  # fmt: skip


class Contradictions(Table):
    """Answers of BPJS that contradict an earlier one: what stands first is what nobody has settled."""

    name, needs, title = "membership-contradictions", "membership.read", _("Jawaban berlawanan")
    columns = (
        Column("registration__enrolment__person__name", _("Nama"), link="membership:contradiction"),
        Column("registration__nik", _("NIK"), "masked"),
        Column("registration__batch_id", _("Kiriman")),
        Column("registration__answer", _("Jawaban pertama"), words=dict(Registration.Answer.choices)),
        Column("answer", _("Jawaban kemudian"), words=dict(Registration.Answer.choices)),
        Column("source", _("Berkas")),
        Column("received_on", _("Diterima"), "date"),
        Column("stands", _("Yang berlaku"), words=dict(Contradiction.Stands.choices)),
        Column("settled_on", _("Diselesaikan"), "date"),
    )
    filters = ContradictionFilters
    orders = {"diterima": ("received_on", "pk"), "nama": ("registration__enrolment__person__name", "pk")}
    empty = _("Tidak ada jawaban berlawanan dengan saringan ini.")

    def rows(self) -> QuerySet[Contradiction]:
        return Contradiction.objects.all()

    def narrow(self, rows: QuerySet[Contradiction], chosen: dict[str, Any]) -> QuerySet[Contradiction]:
        rows = _of(rows, chosen, "registration__batch__")
        state = chosen.get("keadaan", "open")
        return rows if state == "all" else rows.filter(stands__isnull=state == "open")


class RefusedFilters(BranchFilters):
    q = forms.CharField(label=_("Nama"), required=False)
    alasan = forms.ChoiceField(label=_("Alasan"), required=False, choices=[ANY, *Registration.Reason.choices])
    kursi = forms.ChoiceField(label=_("Kursinya"), required=False, choices=[ANY, *SEATS.items()])


class RefusedPeople(Table):
    """Whom BPJS refused, in its own words, and whether the seat was already given back by decree."""

    name, needs, title = "membership-refused", "membership.read", _("Ditolak BPJS")
    columns = (
        Column("enrolment__person__name", _("Nama"), link="web:person", link_key="enrolment__person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("batch__programme__code", _("Program")),
        Column("batch_id", _("Kiriman"), link="membership:batch", link_key="batch_id"),
        Column("reason_kind", _("Alasan"), words=dict(Registration.Reason.choices)),
        Column("reason_code", _("Kode BPJS")),
        Column("reason", _("Kata BPJS")),
        Column("answered_on", _("Dijawab"), "date"),
        Column("seat", _("Kursinya"), words=SEATS),
    )
    filters = RefusedFilters
    orders = {"dijawab": ("-answered_on", "-pk"), "nama": ("enrolment__person__name", "pk")}
    empty = _("Tidak ada orang yang ditolak dengan saringan ini.")

    def rows(self) -> QuerySet[Registration]:
        struck = Case(When(_struck(), then=Value("struck")), default=Value("open"), output_field=CharField())
        return Registration.objects.filter(answer=Registration.Answer.REJECTED).annotate(seat=struck)

    def narrow(self, rows: QuerySet[Registration], chosen: dict[str, Any]) -> QuerySet[Registration]:
        rows = _of(rows, chosen, "batch__")
        if asked := chosen.get("q"):
            rows = rows.filter(enrolment__person__name__icontains=asked)
        if reason := chosen.get("alasan"):
            rows = rows.filter(reason_kind=reason)
        if seat := chosen.get("kursi"):
            rows = rows.filter(_struck()) if seat == "struck" else rows.exclude(_struck())
        return rows


class EndFilters(BranchFilters):
    sejak = DayField(label=_("Dicatat sejak"), required=False)


class Ends(Table):
    """Memberships that ended after BPJS had accepted the person: BPJS must be told, or it bills on."""

    name, needs, title = "membership-ends", "membership.read", _("Kepesertaan berakhir")
    columns = (
        Column("enrolment__person__name", _("Nama"), link="web:person", link_key="enrolment__person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("kpj", _("KPJ"), "masked"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("batch__programme__code", _("Program")),
        Column("batch__branch__name", _("Cabang")),
        Column("enrolment__ended_from", _("Berakhir mulai"), "date"),
        Column("enrolment__end_reason", _("Alasan"), words=dict(Posting.Reason.choices)),
        Column("enrolment__ended_on", _("Dicatat"), "date"),
    )
    filters = EndFilters
    orders = {
        "dicatat": ("-enrolment__ended_on", "-pk"),
        "berakhir": ("enrolment__ended_from", "pk"),
        "nama": ("enrolment__person__name", "pk"),
    }
    empty = _("Tidak ada kepesertaan yang berakhir dengan saringan ini.")

    def rows(self) -> QuerySet[Registration]:
        accepted = Registration.objects.filter(answer=Registration.Answer.ACCEPTED)
        return accepted.filter(enrolment__ended_on__isnull=False)

    def narrow(self, rows: QuerySet[Registration], chosen: dict[str, Any]) -> QuerySet[Registration]:
        rows = _of(rows, chosen, "batch__")
        return rows.filter(enrolment__ended_on__gte=chosen["sejak"]) if chosen.get("sejak") else rows


def _of(rows: QuerySet[Any], chosen: dict[str, Any], path: str = "") -> QuerySet[Any]:
    """Of the chosen programme and branch, where the batch is at `path`."""
    for name, field in (("program", "programme"), ("cabang", "branch")):
        if chosen.get(name):
            rows = rows.filter(**{f"{path}{field}": chosen[name]})
    return rows


def _contradicted() -> QuerySet[Contradiction]:
    return Contradiction.objects.filter(stands=None).values("registration")  # type: ignore[return-value]


def _open() -> Q:
    return Q(Exists(Registration.objects.filter(batch=OuterRef("pk"), answer=None)))


def _disputed() -> Q:
    return Q(Exists(Registration.objects.filter(batch=OuterRef("pk"), pk__in=_contradicted())))


def _struck() -> Q:
    """Whose line an amending decree has taken out."""
    gone = DecreeLine.objects.filter(replaces=OuterRef("enrolment__line"), act=DecreeLine.Act.REMOVE)
    return Q(Exists(gone))


def _late() -> Any:
    return timezone.localdate() - timedelta(days=OVERDUE_DAYS)
