"""Questions about claims: what the ledger and BPJS's answers say about a worker, and what policy makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.models import Min, Q

from lindung import policy
from lindung.banking.queries import masked
from lindung.claims.models import Claim, Payee
from lindung.kernel.month import Month
from lindung.membership.models import Registration
from lindung.people.models import Fact, Person
from lindung.policy.benefits import Costs

# (programme_id, district_id, stage, value): claims reported and rupiah BPJS paid as was known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'claims' AS stage, count(*) AS value
FROM claims_claim c JOIN nominations_enrolment e ON e.id = c.enrolment_id
WHERE c.reported_on <= %(day)s GROUP BY 1, 2
UNION ALL
SELECT e.programme_id, e.district_id, 'claims_paid_rupiah', sum(o.rupiah)
FROM claims_payout o JOIN claims_payee y ON y.id = o.payee_id JOIN claims_claim c ON c.id = y.claim_id
JOIN nominations_enrolment e ON e.id = c.enrolment_id
WHERE o.booked_on <= %(day)s GROUP BY 1, 2
"""

# The last turn of each month of the worker and of every row merged with the worker; even ones are held.
HELD = """
SELECT DISTINCT ON (last.month) last.month, last.enrolment_id, r.base, EXISTS (
    SELECT FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id
    WHERE (l.person_id, l.month, l.turn) = (last.person_id, last.month, last.turn) AND b.paid_on <= %(on)s)
FROM (
    SELECT DISTINCT ON (person_id, month) person_id, month, turn, enrolment_id
    FROM coverage_entry WHERE person_id = ANY(%(people)s) ORDER BY person_id, month, turn DESC
) last
JOIN nominations_enrolment e ON e.id = last.enrolment_id
JOIN programmes_rate r ON (r.programme_id, r.month) = (e.programme_id, last.month)
WHERE last.turn %% 2 = 0 ORDER BY last.month, last.enrolment_id
"""


@dataclass(frozen=True, slots=True)
class HeldMonth:
    """A month somebody covers: by which seat, at which base, and whether its bill was paid."""

    month: Month
    enrolment: int
    base: int
    paid: bool


@dataclass(frozen=True, slots=True)
class Cover:
    """What is known of a worker's cover on the day of an event, over every programme and every merged row."""

    held: tuple[HeldMonth, ...]
    month: Month

    @property
    def until(self) -> tuple[HeldMonth, ...]:
        return tuple(one for one in self.held if one.month <= self.month)

    @property
    def last(self) -> HeldMonth | None:
        """The month of the event itself where it is held, otherwise the nearest one before."""
        return self.until[-1] if self.until else None

    @property
    def covered(self) -> bool:
        return bool(self.last and self.last.month == self.month)

    @property
    def unbroken(self) -> tuple[HeldMonth, ...]:
        """The latest months one after another, the last of them included."""
        run: list[HeldMonth] = []
        for one in reversed(self.until):
            if run and run[-1].month.minus(one.month) > 1:
                break
            run.append(one)
        return tuple(reversed(run))


def group_of(person: int) -> list[Person]:
    """The root first, then every row merged into it."""
    root = Person.objects.only("merged_into_id").get(pk=person).merged_into_id or person
    found = Person.objects.filter(Q(pk=root) | Q(merged_into_id=root))
    return sorted(found, key=lambda one: (one.pk != root, one.pk))


def cover_on(people: Sequence[Person], *, day: date, known_on: date) -> Cover:
    """The months held by these rows of one human being, paid as was known on `known_on`."""
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"people": [one.pk for one in people], "on": known_on})
        held = [HeldMonth(Month.of(month), *rest) for month, *rest in cursor.fetchall()]
    return Cover(tuple(held), Month.of(day))


@dataclass(frozen=True, slots=True)
class Member:
    """What BPJS answered about the months of one unbroken cover; empty where it has not accepted."""

    since: date | None
    registered_on: date | None


def member_through(cover: Cover) -> Member:
    seats = {one.enrolment for one in cover.unbroken}
    accepted = Registration.objects.filter(enrolment_id__in=seats, answer="accepted")
    found = accepted.aggregate(since=Min("member_since"), registered_on=Min("registered_on"))
    return Member(**found)


def estimate(
    *,
    person: Person,
    cover: Cover,
    member: Member,
    event_kind: str,
    cause: str,
    event_on: date,
    costs: Costs | None = None,
    children: Sequence[policy.Child] = (),
) -> policy.Benefit:
    """What the law promises, by policy. Membership counts from BPJS's answer, or from the first month held."""
    run = cover.unbroken
    return policy.benefit(
        on=event_on,
        event=event_kind,
        cause="natural" if cause == Claim.Cause.NATURAL else "work-accident",
        member_since=member.since or (run[0].month.first if run else None),
        registered_on=member.registered_on,
        paid_through=run[-1].month.last if run else None,
        paid_months=len(cover.until),
        unbroken_months=len(run),
        born=person.birth_date,
        base=run[-1].base if run else None,
        costs=costs,
        children=children,
    )


def day_of_death(people: Sequence[Person]) -> date | None:
    found = Fact.objects.filter(person__in=people, kind=Fact.Kind.DIED, revoked_on=None)
    return found.aggregate(day=Min("on"))["day"]


class PayeeLine(NamedTuple):
    """A payee as a listing shows it."""

    name: str
    relation: str
    share: int
    bank: str
    account: str
    guardian: str


def payees(*, claim: Claim) -> list[PayeeLine]:
    """Who receives what; of the account only its last digits."""
    rows = Payee.objects.filter(claim=claim).order_by("pk")
    return [
        PayeeLine(row.name, row.relation, row.share, row.bank, masked(row.account), row.guardian) for row in rows
    ]
