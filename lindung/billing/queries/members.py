"""Members and seats as querysets: what lists show of membership over time, narrowed and counted by the database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Greatest

from lindung.billing.models import Bill, BillLine, Credit
from lindung.billing.queries.standing import grace_months
from lindung.coverage.models import Entry
from lindung.kernel.month import Month, months_between
from lindung.nominations.models import Enrolment


def endings(on: date) -> QuerySet[Enrolment]:
    """Seats held in the month of a day or later, as known on it; `loses_on`: the first day they cover no more."""
    seats = Enrolment.objects.filter(booked_on__lte=on).annotate(held_through=last_month(on))
    held = seats.filter(held_through__gte=Greatest(F("cover_from"), Value(Month.of(on).first)))
    return held.annotate(loses_on=_shifted(F("held_through"), 1))


def ending_soon(on: date, days: int = 60) -> QuerySet[Enrolment]:
    """Seats that end within so many days, of people who hold no later one."""
    soon = Enrolment.objects.filter(ended_on=None, cover_to__in=last_months(on, days))
    later = Enrolment.objects.filter(person=OuterRef("person"), ended_on=None, cover_to__gt=OuterRef("cover_to"))
    return soon.filter(~Exists(later))


def last_month(on: date) -> Case:
    """The last month a seat covers, as known on a day: to its end, or until it ended."""
    ended = When(ended_on__lte=on, then=_shifted(F("ended_from"), -1))
    return Case(ended, default=F("cover_to"), output_field=DateField())


def held_by(person: Any, on: date) -> QuerySet[Any]:
    """The last month somebody pays for a person, as known on a day; for a Subquery."""
    seats = Enrolment.objects.filter(person=person, booked_on__lte=on).annotate(month=last_month(on))
    return seats.order_by("-month").values("month")[:1]


def covered(person: Any, month: Any, on: date) -> QuerySet[Entry]:
    """The entry by which somebody pays a month of a person, as known on a day."""
    known = Entry.objects.filter(person=person, month=month, posting__booked_on__lte=on)
    undone = Entry.objects.filter(
        person=OuterRef("person"), month=OuterRef("month"), turn=OuterRef("turn") + 1, posting__booked_on__lte=on
    )
    return known.filter(~Exists(undone), enrolment__isnull=False)


def paid(on: date, since: Month | None = None) -> QuerySet[BillLine]:
    """Paid months of a registration's person as known on a day, from a month on; for Exists and Subquery."""
    reversed_ = Credit.objects.filter(
        opened_on__lte=on, person=OuterRef("person"), month=OuterRef("month"), billed_turn=OuterRef("turn")
    )
    lines = BillLine.objects.filter(person=OuterRef("enrolment__person"), bill__paid_on__lte=on)
    lines = lines.filter(month__gte=since.first) if since else lines
    return lines.filter(~Exists(reversed_))


def lapsing(on: date, days: int) -> Q | Combinable:
    """Whose grace for unpaid months runs out within so many days."""
    grace, month = grace_months(on), Month.of(on)
    latest = Month.of(on + timedelta(days=days)).plus(-1 - grace)
    earliest = month.plus(-grace)
    if latest < earliest:
        return Q(pk__in=[])
    latest = min(latest, month.plus(-1))
    return Exists(paid(on, earliest)) & ~Exists(paid(on, latest.plus(1)))


def last_months(on: date, days: int) -> list[date]:
    """Last months held by seats that end after `on` and until so many days later."""
    until = Month.of(on + timedelta(days=days))
    start = Month.of(on).plus(1)
    return [month.plus(-1).first for month in months_between(start, until)]


def _shifted(month: Any, months: int) -> Func:
    """The first day of a month so many later."""
    words = f"(%(expressions)s + interval '{months} month')::date"
    return Func(month, template=words, output_field=DateField())


def lapsing_bills(on: date, days: int = 60) -> QuerySet[Bill]:
    """Unpaid bills whose people have no grace left within so many days, or have none any more."""
    first_unpaid = Month.of(on + timedelta(days=days)).plus(-grace_months(on))
    return Bill.objects.filter(paid_on=None, month_from__lte=first_unpaid.first)
