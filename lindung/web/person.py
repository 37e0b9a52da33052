"""One person across all rooms: what is known, cover month by month, the way from list to claim, who changed what.

Whoever may see the person sees the rooms he has a capability for; a double and its root are one human being and are
told as one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.banking.models import Account
from lindung.banking.queries import masked as masked_account
from lindung.coverage.models import Posting
from lindung.intake.models import Row
from lindung.kernel.days import MONTHS, in_figures
from lindung.kernel.month import Month, months_from
from lindung.nominations.models import Check, Nomination
from lindung.people.models import Address, Fact, Heir, Identifier, Person
from lindung.programmes.models import Funder
from lindung.ui.tables import masked

# Numbers that a page masks, by the name under which they are revealed.
WHAT = {
    "nik": gettext_lazy("NIK"),
    "kk": gettext_lazy("Nomor KK"),
    "phone": gettext_lazy("Telepon"),
    "account": gettext_lazy("Rekening"),
}
LETTERS = {"province": "P", "district": "K", "village": "D", "company": "C", "self": "M"}

# The last turn of every month these rows hold or held: who pays, whether it was billed and paid, why it was undone.
COVER = """
SELECT last.month, f.kind, f.name, p.code, b.id IS NOT NULL, b.paid_on IS NOT NULL, x.reason
FROM (
    SELECT DISTINCT ON (month, person_id) person_id, month, turn, enrolment_id, posting_id FROM coverage_entry
    WHERE person_id = ANY(%(people)s) ORDER BY month, person_id, turn DESC
) last
JOIN coverage_posting x ON x.id = last.posting_id
LEFT JOIN nominations_enrolment e ON e.id = last.enrolment_id
LEFT JOIN programmes_programme p ON p.id = e.programme_id
LEFT JOIN programmes_funder f ON f.id = p.funder_id
LEFT JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (last.person_id, last.month, last.turn)
LEFT JOIN billing_bill b ON b.id = l.bill_id
ORDER BY last.month, last.turn %% 2 DESC
"""
SEATS = """
SELECT p.code, p.name, d.number, d.signed_on, e.cover_from, e.cover_to, e.ended_from, e.end_reason, e.booked_on
FROM nominations_enrolment e
JOIN programmes_programme p ON p.id = e.programme_id
JOIN nominations_decreeline l ON l.id = e.line_id
JOIN programmes_decree d ON d.id = l.decree_id
WHERE e.person_id = ANY(%(people)s) ORDER BY e.booked_on, e.id
"""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row of a workbook as it came: letters and cells as the sheet has them, long numbers masked."""

    file: int
    name: str
    letter: str
    received_on: date
    uploaded_by: str
    sheet: str
    sheet_row: int
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """One line of what is known of a person. `what`: name of the number that may be revealed, or empty."""

    label: str
    value: str
    source: str = ""
    what: str = ""


@dataclass(slots=True)
class Whole:
    """A person and the rows merged with it."""

    person: Person
    rows: Sequence[Person]
    identifiers: list[Identifier]
    addresses: list[Address]
    facts: list[Fact]
    heirs: list[Heir]
    nominations: list[Nomination]
    accounts: list[Account] = field(default_factory=list)

    @property
    def ids(self) -> list[int]:
        return [row.pk for row in self.rows]

    @property
    def home(self) -> Address | None:
        own = [one for one in self.addresses if one.person_id == self.person.pk]
        return next(iter(own or self.addresses), None)

    @property
    def died_on(self) -> date | None:
        return next((fact.on for fact in self.facts if fact.kind == Fact.Kind.DIED and not fact.revoked_on), None)


def whole(person: Person, *, accounts: bool) -> Whole:
    """Everything the registry knows of a person and its doubles, and whom lists proposed."""
    rows = list(
        Person.objects.filter(_one_being(person)).annotate(
            numbers=_each(Identifier, "person", "kind", "value", "state", "source", "since"),
            named=_each(Heir, "person", "name", "relation", "source", "known_on"),
        )
    )
    rows.sort(key=lambda row: (row.merged_into_id is not None, row.pk))
    ids = [row.pk for row in rows]
    addresses = Address.objects.filter(person__in=ids).select_related("village__parent__parent__parent")
    held = Account.objects.filter(person__in=ids).select_related("bank") if accounts else ()
    return Whole(
        person=person,
        rows=rows,
        identifiers=sorted(_made(Identifier, rows, "numbers"), key=lambda one: one.since, reverse=True),
        addresses=sorted(addresses, key=lambda one: (one.since, one.source), reverse=True),
        facts=list(Fact.objects.filter(person__in=ids).order_by("-on", "-pk")),
        heirs=sorted(_made(Heir, rows, "named"), key=lambda one: (-one.known_on.toordinal(), one.name)),
        nominations=list(_nominations(ids)),
        accounts=list(held),
    )


def ids_of(person: Person) -> list[int]:
    """The person and every row merged with it."""
    return list(Person.objects.filter(_one_being(person)).values_list("pk", flat=True))


def _one_being(person: Person) -> Q:
    root = person.merged_into_id or person.pk
    return Q(pk=root) | Q(merged_into=root)


def _nominations(ids: list[int]) -> QuerySet[Nomination]:
    """With the results of checks (`results`) and the row of the workbook each came from (`came_as`)."""
    cells = {name: F(name) for name in ("sheet", "sheet_row", "cells")}
    source = Row.objects.filter(file=OuterRef("file"), number=OuterRef("row")).values(json=JSONObject(**cells))
    found = Nomination.objects.filter(person__in=ids).select_related("programme__funder", "file", "village")
    results = _each(Check, "nomination", "kind", "on", "source", "passed")
    return found.annotate(came_as=Subquery(source), results=results).order_by("-proposed_on", "-pk")


def _each(model: type[Model], of: str, *names: str) -> ArraySubquery:
    """Rows of `model` that belong `of` each row of a query, within the same question: a page asks few."""
    found = model._default_manager.filter(**{of: OuterRef("pk")}).order_by()
    return ArraySubquery(found.values(json=JSONObject(**{name: F(name) for name in names})))


def _made[M: Model](model: type[M], rows: Sequence[Model], name: str) -> list[M]:
    """What `_each` brought as `name`, as the model's own objects."""
    fields = {one.name: one for one in model._meta.fields}
    return [
        # JSON has no days: the field knows what its own are.
        model(person_id=row.pk, **{key: fields[key].to_python(value) for key, value in one.items()})
        for row in rows
        for one in getattr(row, name)
    ]


def known(seen: Whole) -> list[Known]:
    """What is known of the person, numbers masked."""
    person = seen.person
    numbers = [
        Known(
            _("%(kind)s lama") % {"kind": one.get_kind_display()}
            if one.state == Identifier.State.RETIRED
            else one.get_kind_display(),
            one.value if one.kind == Identifier.Kind.KPJ else masked(one.value),
            one.source if one.kind == Identifier.Kind.KPJ else f"{one.get_state_display()}, {one.source}",
            "" if one.kind == Identifier.Kind.KPJ else one.kind,
        )
        for one in sorted(
            seen.identifiers, key=lambda one: (one.state == Identifier.State.RETIRED, one.kind != "nik")
        )
    ]
    banked = [
        Known(_("Rekening %(bank)s") % {"bank": one.bank.name}, masked_account(one.number), one.source, "account")
        for one in seen.accounts
    ]
    born = ", ".join(filter(None, (person.birth_place, in_figures(person.birth_date) if person.birth_date else "")))
    lines = [
        *numbers,
        *banked,
        Known(_("Lahir"), born),
        Known(_("Status kawin"), person.marital),
        Known(_("Telepon"), masked(person.phone), "", "phone"),
        *(Known(_("Ahli waris"), f"{one.name} ({one.relation})", one.source) for one in seen.heirs),
        *(Known(_("Alamat"), _address(one), _("sejak %(day)s, %(source)s") % {
            "day": in_figures(one.since), "source": one.source}) for one in seen.addresses),
    ]  # fmt: skip
    return [line for line in lines if line.value]


def _address(one: Address) -> str:
    lanes = f"RT {one.rt} RW {one.rw}" if one.rt or one.rw else ""
    above = one.village.parent
    return ", ".join(filter(None, (one.street, lanes, one.village.name, above.name if above else "")))


def months(seen: Whole) -> list[dict[str, Any]]:
    """Years with their twelve months, as ui/months.html takes them."""
    with connection.cursor() as cursor:
        cursor.execute(COVER, {"people": seen.ids})
        found = {Month.of(row[0]): row for row in cursor.fetchall()}
    return [
        {"year": year, "months": [_month(month, found.get(month)) for month in months_from(Month(year, 1), 12)],
         "covered": sum(1 for month, row in found.items() if month.year == year and row[1])}
        for year in sorted({month.year for month in found}, reverse=True)
    ]  # fmt: skip


def _month(month: Month, row: tuple[Any, ...] | None) -> dict[str, Any]:
    name = MONTHS[month.number - 1]
    told: dict[str, Any] = {"label": name[:3], "full": f"{name} {month.year}", "funder": "", "letter": ""}
    if row is None:
        return told | {"note": _("tidak dilindungi")}
    _day, funder, purse, programme, billed, paid, reason = row
    if funder is None:
        return told | {"note": _("dibatalkan: %(reason)s") % {"reason": Posting.Reason(reason).label}}
    money = _("iuran lunas") if paid else _("sudah ditagih") if billed else _("belum ditagih")
    note = f"{purse}, {programme}, {money}"
    return told | {"funder": funder, "letter": LETTERS[Funder.Kind(funder).value], "note": note}


def seats(seen: Whole) -> list[dict[str, Any]]:
    """The seats these rows hold or held: programme, decree, months, end."""
    names = (
        "code",
        "name",
        "decree",
        "signed_on",
        "cover_from",
        "cover_to",
        "ended_from",
        "end_reason",
        "booked_on",
    )
    with connection.cursor() as cursor:
        cursor.execute(SEATS, {"people": seen.ids})
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def source_rows(seen: Whole) -> list[SourceRow]:
    """The rows of workbooks in which the person was proposed."""
    came = [(one, one.file, one.came_as) for one in seen.nominations]  # type: ignore[attr-defined]
    return [
        SourceRow(
            file=file.pk,
            name=file.name,
            letter=file.letter,
            received_on=file.received_on,
            uploaded_by=file.uploaded_by,
            sheet=row["sheet"],
            sheet_row=row["sheet_row"],
            cells=[(_letter(at), hidden(cell)) for at, cell in enumerate(row["cells"])],
        )
        for one, file, row in sorted(came, key=lambda each: (each[0].file_id or 0, each[0].row or 0))
        if file and row
    ]


def _letter(at: int) -> str:
    """A, B … Z, AA: as a sheet names its columns."""
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


LONG_NUMBER = re.compile(r"\d(?:[ .'’`-]?\d){8,}")
DAY = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?")


def hidden(cell: str) -> str:
    """A raw cell with its long numbers masked (NIK, household, account, telephone); dates stay."""
    return cell if DAY.fullmatch(cell) else LONG_NUMBER.sub(lambda found: masked(found[0]), cell)
