"""The way of one person as a time line: list, checks, decree, BPJS, bank, card, claim; and who changed what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.audit.models import Act
from lindung.banking.models import AccountRequest
from lindung.claims.models import Claim
from lindung.coverage.models import Posting
from lindung.distribution.models import Handover, Item
from lindung.kernel.month import Month
from lindung.kernel.rupiah import rupiah
from lindung.membership.models import Registration
from lindung.nominations.models import Check
from lindung.people.models import Fact
from lindung.ui.days import in_words
from lindung.web.person import Whole


@dataclass(frozen=True, slots=True)
class Moment:
    """One event. `kind`: done, look or danger colour its mark; `step` orders events of one day."""

    on: date
    step: int
    title: str
    note: str = ""
    kind: str = ""

    def as_event(self) -> dict[str, str]:
        return {"on": in_words(self.on), "title": self.title, "note": self.note, "kind": self.kind}


Told = Iterator[Moment]
May = Callable[[str], bool]


def events(seen: Whole, seats: list[dict[str, Any]], may: May) -> list[dict[str, str]]:
    """Newest first, of the rooms for which the looker has the capability."""
    rooms: dict[str, Callable[[], Told]] = {
        "people.read": lambda: _life(seen),
        "nominations.read": lambda: _nominations(seen),
        "coverage.read": lambda: _seats(seats),
        "membership.read": lambda: _membership(seen),
        "banking.read": lambda: _banking(seen),
        "distribution.read": lambda: _items(seen),
        "claims.read": lambda: _claims(seen),
    }
    found = [moment for needs, tell in rooms.items() if may(needs) for moment in tell()]
    return [moment.as_event() for moment in sorted(found, key=lambda one: (one.on, one.step), reverse=True)]


LIFE = {
    Fact.Kind.DIED: (gettext_lazy("Meninggal dunia"), "danger"),
    Fact.Kind.MOVED: (gettext_lazy("Pindah ke luar wilayah"), "look"),
    Fact.Kind.WAGE_EARNER: (gettext_lazy("Menjadi pekerja penerima upah"), "look"),
}


def _life(seen: Whole) -> Told:
    first = seen.rows[0]
    yield Moment(min(row.known_on for row in seen.rows), 0, _("Masuk registri"), first.name)
    for row in seen.rows[1:]:
        yield Moment(row.known_on, 1, _("Tercatat sekali lagi"), row.name, "look")
    for fact in seen.facts:
        if told := LIFE.get(Fact.Kind(fact.kind)):
            title, kind = told
            revoked = _("dicabut %(day)s") % {"day": in_words(fact.revoked_on)} if fact.revoked_on else ""
            note = ", ".join(filter(None, (fact.value, fact.source, revoked)))
            yield Moment(fact.on, 90, str(title), note, "" if revoked else kind)
    for old, new in zip(seen.addresses[1:], seen.addresses, strict=False):
        if old.village_id != new.village_id:
            yield Moment(new.since, 5, _("Pindah ke %(village)s") % {"village": new.village.name}, new.source)


def _nominations(seen: Whole) -> Told:
    for one in seen.nominations:
        came = one.file.name if one.file else _("diketik")
        yield Moment(one.proposed_on, 10, _("Diusulkan untuk %(code)s") % {"code": one.programme.code},
                     _("%(came)s, oleh %(who)s") % {"came": came, "who": one.proposed_by})  # fmt: skip
        if one.verified_on:
            yield Moment(one.verified_on, 20, _("Lulus verifikasi"), one.verified_by, "done")
        if one.ranked_on and not one.decided_on:
            yield Moment(one.ranked_on, 25, _("Masuk cadangan, urutan %(rank)s") % {"rank": one.rank})
        if one.withdrawn_on:
            yield Moment(one.withdrawn_on, 30, _("Usulan ditarik"), one.withdrawn_reason, "danger")
        for check in one.results:  # type: ignore[attr-defined]
            result = _("lolos") if check["passed"] else _("tidak lolos")
            title = _("Diperiksa: %(kind)s") % {"kind": Check.Kind(check["kind"]).label}
            kind = "" if check["passed"] else "danger"
            yield Moment(date.fromisoformat(check["on"]), 15, title, f"{result}, {check['source']}", kind)


def _seats(seats: list[dict[str, Any]]) -> Told:
    for seat in seats:
        span = _("%(first)s sampai %(last)s") % {
            "first": _month(seat["cover_from"]), "last": _month(seat["cover_to"])}  # fmt: skip
        decreed = _("Ditetapkan: %(decree)s") % {"decree": seat["decree"]}
        yield Moment(seat["booked_on"], 40, decreed, f"{seat['code']}, {span}", "done")
        if seat["ended_from"]:
            reason = str(Posting.Reason(seat["end_reason"]).label)
            ended = _("Perlindungan %(code)s berakhir") % {"code": seat["code"]}
            yield Moment(seat["ended_from"], 95, ended, reason, "danger")


def _month(day: date) -> str:
    return in_words(Month.of(day).first).partition(" ")[2]


def _membership(seen: Whole) -> Told:
    rows = Registration.objects.filter(enrolment__person__in=seen.ids).select_related("batch__branch")
    for one in rows:
        yield Moment(one.batch.sent_on, 50, _("Dikirim ke BPJS Ketenagakerjaan"), one.batch.branch.name)
        if one.answer == Registration.Answer.ACCEPTED and one.answered_on:
            since = _("KPJ %(kpj)s, peserta sejak %(day)s") % {
                "kpj": one.kpj, "day": in_words(one.member_since or one.answered_on)}  # fmt: skip
            yield Moment(one.registered_on or one.answered_on, 55, _("Terdaftar di BPJS"), since, "done")
        elif one.answer and one.answered_on:
            reason = str(Registration.Reason(one.reason_kind).label) if one.reason_kind else ""
            note = one.reason or reason
            yield Moment(one.answered_on, 55, _("Ditolak BPJS"), note, "danger")


def _banking(seen: Whole) -> Told:
    for one in AccountRequest.objects.filter(person__in=seen.ids).select_related("bank"):
        yield Moment(one.asked_on, 60, _("Rekening diminta"), one.bank.name)
        if one.answered_on and one.state == AccountRequest.State.OPENED:
            yield Moment(one.answered_on, 61, _("Rekening dibuka"), one.bank.name, "done")
        elif one.answered_on:
            yield Moment(one.answered_on, 61, _("Rekening ditolak bank"), one.reason, "danger")


def _items(seen: Whole) -> Told:
    """Cards and books and their turns, in one question: an item without a turn stands alone."""
    turns = Item.objects.filter(person__in=seen.ids).values_list(
        "pk", "kind", "made_on", "made_at", "handovers__turn", "handovers__on", "handovers__note",
        "handovers__proxy", "handovers__received_by", "handovers__event__name",
    )  # fmt: skip
    made: set[int] = set()
    for item, kind, made_on, made_at, turn, day, note, proxy, by, event in turns:
        words = {"item": Item.Kind(kind).label.capitalize()}
        if item not in made:
            made.add(item)
            yield Moment(made_on, 70, _("%(item)s dicetak") % words, made_at)
        if turn is None:
            continue
        if turn % 2:
            yield Moment(day, 76, _("%(item)s dikembalikan") % words, note, "look")
        else:
            who = proxy or Handover.Receiver(by).label
            where = event or _("di kantor atau di rumah")
            yield Moment(day, 75, _("%(item)s diserahkan") % words, f"{who}, {where}", "done")


def _claims(seen: Whole) -> Told:
    """Claims and BPJS's decisions, in one question."""
    rows = Claim.objects.filter(person__in=seen.ids).values_list(
        "pk", "event_kind", "event_on", "reported_on", "estimate", "paid",
        "decisions__on", "decisions__approved", "decisions__rupiah", "decisions__reason",
    )  # fmt: skip
    told: set[int] = set()
    for claim, kind, event_on, reported_on, estimate, paid, decided_on, approved, granted, reason in rows:
        if claim not in told:
            told.add(claim)
            event = _("Klaim dilaporkan: %(event)s") % {"event": Claim.Event(kind).label}
            guess = {"day": in_words(event_on), "rupiah": rupiah(estimate)}
            yield Moment(reported_on, 80, event, _("kejadian %(day)s, taksiran %(rupiah)s") % guess)
            if paid:
                amount = _("dibayar %(rupiah)s") % {"rupiah": rupiah(paid)}
                yield Moment(decided_on or reported_on, 83, _("Santunan dibayar BPJS"), amount, "done")
        if decided_on and approved:
            yield Moment(decided_on, 82, _("Klaim disetujui BPJS"), rupiah(granted), "done")
        elif decided_on:
            yield Moment(decided_on, 82, _("Klaim ditolak BPJS"), reason, "danger")


ACTS = {
    "people.register": gettext_lazy("mendaftarkan orang ini"),
    "people.correct": gettext_lazy("memperbaiki data"),
    "people.correct_nik": gettext_lazy("memperbaiki NIK"),
    "people.move": gettext_lazy("mencatat alamat baru"),
    "people.record_fact": gettext_lazy("mencatat peristiwa"),
    "people.revoke_fact": gettext_lazy("mencabut peristiwa"),
    "people.merge": gettext_lazy("menggabungkan catatan ganda"),
    "people.unmerge": gettext_lazy("memisahkan lagi catatan ganda"),
    "people.reveal": gettext_lazy("melihat nomor utuh"),
    "nominations.propose": gettext_lazy("mengusulkan"),
    "nominations.withdraw": gettext_lazy("menarik usulan"),
    "claims.report": gettext_lazy("melaporkan klaim"),
}
NAMES = {
    "name": gettext_lazy("nama"),
    "birth_date": gettext_lazy("tanggal lahir"),
    "birth_place": gettext_lazy("tempat lahir"),
    "sex": gettext_lazy("jenis kelamin"),
    "mother_name": gettext_lazy("nama ibu"),
    "phone": gettext_lazy("telepon"),
    "marital": gettext_lazy("status kawin"),
    "address": gettext_lazy("alamat"),
    "nik": "NIK",
    "kk": gettext_lazy("nomor KK"),
    "account": gettext_lazy("rekening"),
}


def history(seen: Whole) -> list[dict[str, str]]:
    """Who did what to this person's record, newest first."""
    subjects = [f"person:{pk}" for pk in seen.ids] + [f"nomination:{one.pk}" for one in seen.nominations]
    acts = Act.objects.filter(subject__in=subjects).order_by("-at")[:40]
    return [
        {
            "on": in_words(act.on),
            "title": f"{act.actor_name} {ACTS.get(act.verb, act.verb)}",
            "note": ", ".join(filter(None, (_changes(act.details), act.reason))),
        }
        for act in acts
    ]


def _changes(details: dict[str, Any]) -> str:
    """ "nama: Maria Hoat → Maria Hoar; telepon": what an act changed, as its verb recorded it."""
    if what := details.get("what"):
        return str(NAMES.get(what, what))
    told = []
    for name in str(details.get("changed", "")).split():
        old, new = details.get(f"{name}_from"), details.get(f"{name}_to")
        told.append(f"{NAMES.get(name, name)}: {old or '–'} → {new or '–'}" if f"{name}_to" in details else
                    str(NAMES.get(name, name)))  # fmt: skip
    return "; ".join(told)
