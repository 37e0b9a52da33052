"""Deciding: a decree line, a seat and its months for each person, or for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import Overtaken, analyse, verb
from lindung.coverage import problems
from lindung.coverage.models import Posting
from lindung.coverage.services.staging import stage_candidates
from lindung.kernel.month import Month
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.nominations.services import name_in_decree
from lindung.programmes.models import Decree, Programme
from lindung.programmes.services import lock_counters


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decree did: persons decided, person-months reserved, and whom it could not take, with why."""

    decided: int
    months: int
    problems: tuple[Problem, ...] = ()


@verb
def decide(
    *,
    decree: Decree,
    actor: Actor,
    on: date,
    nominations: Sequence[int] | None = None,
    region: str | None = None,
    cover: tuple[Month, Month] | None = None,
    free_months_only: bool = False,
) -> Decision:
    """Name people in a decree and reserve their months, all or nothing under lock.

    `nominations`: exactly these; whoever may not be decided refuses the whole list (COVER-04 to 08, and 02, 03
    when seats or rupiah do not suffice). None: the reserve of `region`, by rank, as far as the seats go.
    A person whose months another programme holds is left out and reported (COVER-01) with programme, district
    and months; `free_months_only=True` covers the months nobody holds instead.
    """
    programme = decree.programme
    first, last = cover_of(programme, cover)
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
        ids = None if nominations is None else sorted(set(nominations))
        stage_candidates(cursor, programme, first=first.first, last=last.first, ids=ids, region=region)
        refuse_what_may_not(cursor, actor, exact=ids)
        free_needed = 1 if free_months_only else last.minus(first) + 1
        overlaps = set_aside_covered(cursor, months=last.minus(first) + 1, free_needed=free_needed)
        if ids is None:
            keep_within_seats(cursor, programme, first.first, last.first)
        refuse_beyond_counters(cursor, programme)
        name_in_decree(cursor, decree=decree, actor=actor, on=on)
        months = book(cursor, decree=decree, reason=Posting.Reason.DECIDED, actor=actor, on=on)
        decided = count(cursor, "enrolled")
    record(
        actor=actor,
        verb="coverage.decide",
        subject=f"programme:{programme.code}",
        on=on,
        sk=decree.number,
        decided=decided,
        months=months,
        left_out=len(overlaps),
    )
    return Decision(decided, months, overlaps)


def cover_of(programme: Programme, cover: tuple[Month, Month] | None) -> tuple[Month, Month]:
    """First and last month to cover; refuses months outside the programme (COVER-11)."""
    opening = Month.of(programme.cover_from)
    closing = opening.plus(programme.months - 1)
    first, last = cover or (opening, closing)
    for month in (first, last):
        if not opening <= month <= closing:
            raise Refused(problems.OUTSIDE_PROGRAMME.problem(month=month, programme=programme.code))
    return first, last


def count(cursor: CursorWrapper, table: str) -> int:
    cursor.execute(f"SELECT count(*) FROM {table}")
    return int(cursor.fetchone()[0])


def refuse_what_may_not(cursor: CursorWrapper, actor: Actor, *, exact: list[int] | None) -> None:
    """An exact list is refused with every fault at once; from the reserve only the fit are taken."""
    cursor.execute(
        """
        SELECT count(*) FILTER (WHERE proposed_by = %s), count(*) FILTER (WHERE NOT verified),
            count(*) FILTER (WHERE decided), count(*) FILTER (WHERE NOT coverable),
            count(*) FILTER (WHERE seat_region_id IS NULL), count(*) FILTER (WHERE waiting),
            count(*) FILTER (WHERE verified_by = %s), count(*)
        FROM candidate
        """,
        [actor.id, actor.id],
    )
    own, unverified, decided, unfit, unseated, waiting, checked, found = cursor.fetchone()
    kinds = [
        (problems.PROPOSER_DECIDES, own),
        (problems.VERIFIER_DECIDES, checked),
        (problems.NOT_VERIFIED, unverified + (len(exact) - found if exact is not None else 0)),
        (problems.ALREADY_DECIDED, decided),
        (problems.NOT_COVERABLE, unfit),
        (problems.NO_SEAT_REGION, unseated),
        (problems.WHO_IS_WHO, waiting),
    ]
    if exact is None:
        cursor.execute(
            "DELETE FROM candidate"
            " WHERE NOT (verified AND coverable) OR decided OR waiting OR seat_region_id IS NULL"
        )
        kinds = kinds[:2]
    faults = [kind.problem(count=thousands(number), actor=actor.name) for kind, number in kinds if number]
    if faults:
        raise Refused(*faults)


def set_aside_covered(cursor: CursorWrapper, *, months: int, free_needed: int) -> tuple[Problem, ...]:
    """Say whom another programme covers and when; keep who has at least `free_needed` of the `months` free."""
    cursor.execute(
        """
        SELECT t.person_id, p.name, pr.code, r.name, array_agg(DISTINCT t.month ORDER BY t.month)
        FROM turns t
        JOIN people_person p ON p.id = t.person_id
        JOIN nominations_enrolment e ON e.id = t.enrolment_id
        JOIN programmes_programme pr ON pr.id = e.programme_id
        JOIN regions_region r ON r.code = e.district_id
        JOIN candidate c ON c.person_id = t.person_id
        WHERE t.held GROUP BY 1, 2, 3, 4 ORDER BY 1
        """
    )
    found = cursor.fetchall()
    cursor.execute(
        """
        DELETE FROM candidate c
        USING (SELECT person_id, count(*) AS months FROM turns WHERE held GROUP BY 1) taken
        WHERE taken.person_id = c.person_id AND %s - taken.months < %s
        """,
        [months, free_needed],
    )
    return tuple(
        problems.COVERED_ELSEWHERE.problem(
            name=name,
            programme=code,
            district=district,
            months=", ".join(str(Month.of(day)) for day in months),
        )
        for _, name, code, district, months in found
    )


def keep_within_seats(cursor: CursorWrapper, programme: Programme, first: date, last: date) -> None:
    """From the reserve, keep the best ranked of each region as far as its scarcest month and its rupiah go."""
    cursor.execute(
        """
        DELETE FROM candidate USING (
            SELECT c.nomination_id,
                row_number() OVER (PARTITION BY c.seat_region_id ORDER BY c.rank, c.nomination_id) AS place,
                least(room.seats, room.heads) AS room
            FROM candidate c LEFT JOIN (
                SELECT s.region_id, min(s.seats - s.taken) AS seats,
                    min((b.rupiah - b.held - b.committed) / cost.each) AS heads
                FROM programmes_seats s JOIN programmes_budget b USING (programme_id, region_id),
                    (SELECT sum(rupiah) AS each FROM programmes_rate
                     WHERE programme_id = %(programme)s AND month BETWEEN %(first)s AND %(last)s) cost
                WHERE s.programme_id = %(programme)s AND s.month BETWEEN %(first)s AND %(last)s
                GROUP BY 1
            ) room ON room.region_id = c.seat_region_id
        ) ranked
        WHERE ranked.nomination_id = candidate.nomination_id AND ranked.place > coalesce(ranked.room, 0)
        """,
        {"programme": programme.pk, "first": first, "last": last},
    )


def refuse_beyond_counters(cursor: CursorWrapper, programme: Programme) -> None:
    """Say in words which region's seats or rupiah do not suffice; the CHECKs would only say no."""
    cursor.execute(
        """
        CREATE TEMP TABLE IF NOT EXISTS needed (seat_region_id text, month date, heads bigint, rupiah bigint)
            ON COMMIT DROP;
        TRUNCATE needed;
        INSERT INTO needed
        SELECT c.seat_region_id, r.month, count(*), count(*) * r.rupiah
        FROM candidate c
        JOIN programmes_rate r ON r.programme_id = %s AND r.month BETWEEN c.cover_from AND c.cover_to
        LEFT JOIN turns t ON t.person_id = c.person_id AND t.month = r.month
        WHERE t.held IS NOT TRUE GROUP BY 1, 2, r.rupiah
        """,
        [programme.pk],
    )
    cursor.execute(
        """
        SELECT region.name, n.month, coalesce(s.seats - s.taken, 0), n.heads
        FROM needed n JOIN regions_region region ON region.code = n.seat_region_id
        LEFT JOIN programmes_seats s
            ON (s.programme_id, s.region_id, s.month) = (%s, n.seat_region_id, n.month)
        WHERE n.heads > coalesce(s.seats - s.taken, 0) ORDER BY 1, 2
        """,
        [programme.pk],
    )
    faults = [
        problems.NO_SEATS_LEFT.problem(
            region=region, month=Month.of(month), left=thousands(left), wanted=thousands(wanted)
        )
        for region, month, left, wanted in cursor.fetchall()
    ]
    cursor.execute(
        """
        SELECT region.name, b.rupiah - b.held - b.committed, sum(n.rupiah)
        FROM needed n JOIN regions_region region ON region.code = n.seat_region_id
        JOIN programmes_budget b ON (b.programme_id, b.region_id) = (%s, n.seat_region_id)
        GROUP BY region.code, 2 HAVING sum(n.rupiah) > b.rupiah - b.held - b.committed ORDER BY region.code
        """,
        [programme.pk],
    )
    faults += [
        problems.NO_RUPIAH_LEFT.problem(region=region, left=rupiah(int(left)), wanted=rupiah(int(wanted)))
        for region, left, wanted in cursor.fetchall()
    ]
    if faults:
        raise Refused(*faults)


def book(cursor: CursorWrapper, *, decree: Decree, reason: str, actor: Actor, on: date, note: str = "") -> int:
    """Write the months of everyone in `enrolled` that nobody holds; the number of person-months written.

    Raises Overtaken when another verb took one of them meanwhile.
    """
    posting = Posting.objects.create(booked_on=on, reason=reason, decree=decree, actor_id=actor.id, note=note)
    # In key order, so that two deciders wait for each other instead of deadlocking.
    cursor.execute(
        """
        WITH wanted AS (
            SELECT e.person_id, r.month, coalesce(t.turn + 1, 0) AS turn, e.enrolment_id
            FROM enrolled e
            JOIN programmes_rate r ON r.programme_id = %(programme)s
                AND r.month BETWEEN e.cover_from AND e.cover_to
            LEFT JOIN turns t ON t.person_id = e.person_id AND t.month = r.month
            WHERE t.held IS NOT TRUE
        ), booked AS (
            INSERT INTO coverage_entry (person_id, month, turn, enrolment_id, posting_id)
            SELECT person_id, month, turn, enrolment_id, %(posting)s FROM wanted ORDER BY person_id, month
            ON CONFLICT DO NOTHING RETURNING 1
        )
        SELECT (SELECT count(*) FROM wanted), (SELECT count(*) FROM booked)
        """,
        {"programme": decree.programme_id, "posting": posting.pk},
    )
    wanted, booked = cursor.fetchone()
    if booked < wanted:
        raise Overtaken(f"{wanted - booked} months were taken by another decree meanwhile")
    analyse(cursor, booked, "coverage_entry")
    return int(booked)
