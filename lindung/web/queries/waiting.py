"""What waits for a person today, the most urgent first: each line counted where the role holds, and only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, Min, OuterRef, Q, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import Scope, places_in, scope, visible_to
from lindung.banking.models import AccountRequest, Contradiction, StatementEntry, Transfer
from lindung.billing.models import Bill, Difference, Invoice
from lindung.billing.queries.members import ending_soon, lapsing_bills
from lindung.billing.queries.standing import Horizon, grace_months
from lindung.claims.models import Claim
from lindung.distribution.models import Item
from lindung.intake.models import Arrival
from lindung.intake.models import Row as SheetRow
from lindung.intake.tables import corrected
from lindung.kernel.month import Month
from lindung.kernel.rupiah import rupiah, thousands
from lindung.membership.models import Contradiction as Disputed
from lindung.membership.models import Registration
from lindung.membership.queries import OVERDUE_DAYS
from lindung.nominations.models import Enrolment
from lindung.reports.queries import Row
from lindung.ui.days import in_words
from lindung.ui.navigation import address

DISTRICT = 5  # letters of a district's code


class Work(NamedTuple):
    """One line: how many of what, what to know about it, where to do it; late things stand first."""

    number: str
    words: str | Promise
    note: str
    href: str
    late: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """A kind of work: the capability that does it, the page, and the count."""

    needs: str
    url: str
    words: str | Promise
    count: Callable[[Any, list[Row], date], tuple[int, str, bool]]


def _rejected(user: Any, rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return _sum(rows, "rejected") + _open_rows(user, SheetRow.Fate.REJECTED), "", False


def _parked(user: Any, rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return _sum(rows, "needs_look") + _open_rows(user, SheetRow.Fate.LOOK), "", False


def _open_rows(user: Any, fate: str) -> int:
    """Rows without a correction in the lists of subdistricts and villages, of which no tally is kept."""
    small = _below_district(scope(user, "intake.upload"))
    if not small:
        return 0
    found = SheetRow.objects.filter(~corrected(), file__region__in=places_in(small), fate=fate)
    return visible_to(user, found).count()


def _unreadable(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    """Workbooks nobody could read, until the same person hands in another for the same place and purpose."""
    own = Q(delivery__by=OuterRef("delivery__by"), delivery__region=OuterRef("delivery__region"))
    later = Arrival.objects.filter(own, delivery__scope=OuterRef("delivery__scope"), pk__gt=OuterRef("pk"))
    refused = Arrival.objects.filter(~Exists(later), state=Arrival.State.REFUSED, delivery__by=user)
    return visible_to(user, refused).count(), "", False


def _unverified(_user: Any, rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return _sum(rows, "nominated") - _sum(rows, "verified") - _sum(rows, "refused"), "", False


def _to_decide(_user: Any, rows: list[Row], _day: date) -> tuple[int, str, bool]:
    """As many of the reserve as there are free seats, district by district."""
    ready = sum(min(row["reserve"], max(0, row["seats"] - row["enrolled"])) for row in rows)
    return ready, "", False


def _unpaid(user: Any, _rows: list[Row], day: date) -> tuple[int, str, bool]:
    bills = visible_to(user, Bill.objects.filter(paid_on__isnull=True))
    found = list(bills.order_by("due_on").values_list("due_on", "rupiah"))
    if not found:
        return 0, "", False
    first = found[0][0]
    return len(found), f"{rupiah(sum(one[1] for one in found))}, {in_words(first)}", first < day


def _unexplained(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    """Of bills that are not closed yet; an older list of the same bill counts no more."""
    newer = Invoice.objects.filter(bill=OuterRef("invoice__bill"), pk__gt=OuterRef("invoice"))
    open_ones = Difference.objects.filter(~Exists(newer), owner=None, invoice__bill__closure=None)
    return visible_to(user, open_ones, "billing.pay").count(), "", False


def _unanswered(user: Any, _rows: list[Row], day: date) -> tuple[int, str, bool]:
    found = visible_to(user, Registration.objects.filter(answer__isnull=True))
    told = found.aggregate(people=Count("pk"), first=Min("batch__sent_on"))
    if not told["people"]:
        return 0, "", False
    return told["people"], in_words(told["first"]), (day - told["first"]).days >= OVERDUE_DAYS


def _unsent(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    sent = Registration.objects.filter(enrolment=OuterRef("pk"))
    waiting = Enrolment.objects.filter(~Exists(sent), ended_on=None)
    return visible_to(user, waiting, "membership.send").count(), "", False


def _contradicted(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return visible_to(user, Disputed.objects.filter(stands=None), "membership.answer").count(), "", False


def _ending(user: Any, _rows: list[Row], day: date) -> tuple[int, str, bool]:
    """Whoever nobody pays for after the next 60 days; the last week is late."""
    found = visible_to(user, ending_soon(day), "programmes.change").aggregate(
        people=Count("pk"), last=Min("cover_to")
    )
    if not found["people"]:
        return 0, "", False
    first = Month.of(found["last"]).plus(1).first
    return found["people"], in_words(first), (first - day).days <= min(Horizon().days)


def _lapsing(user: Any, _rows: list[Row], day: date) -> tuple[int, str, bool]:
    """People of unpaid bills whose grace runs out within 60 days, or has run out."""
    bills = visible_to(user, lapsing_bills(day)).aggregate(people=Sum("people"), first=Min("month_from"))
    if not bills["people"]:
        return 0, "", False
    first = Month.of(bills["first"]).plus(grace_months(day)).first
    return bills["people"], in_words(first), (first - day).days <= min(Horizon().days)


def _accounts(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return visible_to(user, AccountRequest.objects.filter(state=AccountRequest.State.ASKED)).count(), "", False


def _doubts(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return visible_to(user, Contradiction.objects.filter(settled=None)).count(), "", False


def _movements(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    unknown = StatementEntry.objects.filter(payment=None, transfer=None, explained_on=None)
    return visible_to(user, unknown, "billing.pay").count(), "", False


def _disputes(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    disputed = Transfer.objects.filter(state=Transfer.State.DISPUTED)
    return visible_to(user, disputed, "billing.pay").count(), "", False


def _undelivered(_user: Any, rows: list[Row], _day: date) -> tuple[int, str, bool]:
    return sum(max(0, row["registered"] - row["cards_delivered"]) for row in rows), "", False


def _with_an_office(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    """Cards and books of the people of one's subdistrict or village that an office still has."""
    small = _below_district(scope(user, "distribution.hand_over"))
    if not small:
        return 0, "", False
    there = Item.objects.filter(
        enrolment__nomination__village__in=places_in(small),
        enrolment__ended_on=None,
        state__in=[Item.State.MADE, Item.State.AT_PLACE],
    )
    return visible_to(user, there).count(), "", False


def _claims(user: Any, _rows: list[Row], _day: date) -> tuple[int, str, bool]:
    open_ones = visible_to(user, Claim.objects.filter(granted=0))
    found = open_ones.aggregate(claims=Count("pk"), rupiah=Sum("estimate"))
    return found["claims"], rupiah(found["rupiah"]) if found["rupiah"] else "", False


# In the order of the day; a person sees the lines of the capabilities held.
DUTIES = (
    Duty("billing.pay", "billing:bills", _("tagihan iuran belum dibayar; jatuh tempo terdekat:"), _unpaid),
    Duty("billing.pay", "billing:bills", _("selisih dengan daftar BPJS belum dijelaskan"), _unexplained),
    Duty("coverage.decide", "coverage:decisions", _("orang siap ditetapkan untuk kursi yang kosong"), _to_decide),
    Duty("nominations.verify", "nominations:queue", _("usulan belum diperiksa"), _unverified),
    Duty("intake.upload", "intake:files", _("baris ditolak, belum diperbaiki"), _rejected),
    Duty("intake.upload", "intake:files", _("baris menunggu keputusan orang"), _parked),
    Duty(
        "intake.upload",
        "intake:deliveries",
        _("berkas Anda tidak terbaca; unggah lagi"),
        _unreadable,
    ),
    Duty(
        "billing.pay",
        "billing:standing",
        _("orang kehabisan masa tenggang bila iuran tidak dibayar sebelum"),
        _lapsing,
    ),
    Duty("programmes.change", "billing:cliff", _("orang tanpa pembayar berikut; perlindungan berhenti"), _ending),
    Duty("membership.send", "membership:send", _("peserta ditetapkan, belum dikirim ke BPJS"), _unsent),
    Duty(
        "membership.answer",
        "membership:contradictions",
        _("jawaban BPJS berlawanan, belum diputuskan"),
        _contradicted,
    ),
    Duty("membership.answer", "membership:batches", _("pendaftaran menunggu jawaban BPJS, sejak"), _unanswered),
    Duty("banking.answer", "banking:requests", _("rekening diminta, belum dijawab bank"), _accounts),
    Duty("banking.answer", "banking:doubts", _("jawaban bank yang diragukan, belum diselesaikan"), _doubts),
    Duty("billing.pay", "banking:movements", _("mutasi rekening koran belum dikenal"), _movements),
    Duty("billing.pay", "banking:transfers", _("transfer dalam sengketa dengan bank"), _disputes),
    Duty("distribution.hand_over", "distribution:items", _("peserta belum menerima kartu"), _undelivered),
    Duty("distribution.hand_over", "distribution:items", _("kartu dan buku belum diserahkan"), _with_an_office),
    Duty("claims.answer", "claims:list", _("klaim belum diputus; perkiraan santunan:"), _claims),
)


def waiting(user: Any, on: date, known: list[Row]) -> list[Work]:
    """Everything that waits for this person; late things first, then in the order of the day.

    `known`: the figures of every district.
    """
    found = []
    for duty in DUTIES:
        where = scope(user, duty.needs)
        if where:
            number, note, late = duty.count(user, _within(known, where), on)
            if number > 0:
                found.append(Work(thousands(number), duty.words, note, address(duty.url), late))
    return sorted(found, key=lambda work: not work.late)


def _within(rows: list[Row], where: Scope) -> list[Row]:
    """The districts of a scope; below a district no tally is kept, and rows are counted instead."""
    return [row for row in rows if row["district"] in where]


def _below_district(where: Scope) -> tuple[str, ...]:
    """Subdistricts and villages of a scope whose district is not in it too."""
    return tuple(code for code in where.codes if len(code) > DISTRICT and code[:DISTRICT] not in where)


def _sum(rows: list[Row], stage: str) -> int:
    return sum(row[stage] for row in rows)
