"""Funders, programmes, agreements, decrees, and the seats and rupiah a decree gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from lindung import policy
from lindung.audit.services import Actor, record
from lindung.kernel.days import in_words
from lindung.kernel.month import Month, months_from
from lindung.kernel.problem import Refused
from lindung.programmes import problems
from lindung.programmes.models import Agreement, Allocation, Decree, Funder, Programme, Rate
from lindung.regions.models import Region

# Whose money it is, in policy's words. Dana desa is public money of the village: whether it enjoys the relief
# of PP 50/2025 is an open question that policy answers with a warning.
PAYERS = {
    Funder.Kind.PROVINCE: "apbd",
    Funder.Kind.DISTRICT: "apbd",
    Funder.Kind.VILLAGE: "village",
    Funder.Kind.COMPANY: "company",
    Funder.Kind.SELF: "self",
}


@dataclass(frozen=True, slots=True)
class Tariff:
    """A typed monthly premium for a segment without a verified tariff, with where it comes from."""

    rupiah: int
    base: int
    source: str


@dataclass(frozen=True, slots=True)
class Share:
    """Seats and rupiah for one region, from the share of a region above (None: new from the funder)."""

    region: str
    seats: int
    rupiah: int
    taken_from: str | None = None
    basis: str = Allocation.Basis.PUBLISHED


@transaction.atomic
def create_funder(*, code: str, name: str, kind: str, region: str | None, actor: Actor, on: date) -> Funder:
    """A purse. The same again changes nothing; the same code with another content is refused (PROG-04)."""
    wanted = {"name": name, "kind": kind, "region_id": region}
    funder, made = Funder.objects.get_or_create(code=code, defaults=wanted)
    if not made and any(getattr(funder, field) != value for field, value in wanted.items()):
        raise Refused(problems.ALREADY_THERE.problem(what="Pembayar", code=code))
    if made:
        record(actor=actor, verb="programmes.create_funder", subject=f"funder:{code}", on=on)
    return funder


@transaction.atomic
def create_programme(
    *,
    code: str,
    name: str,
    funder: Funder,
    cover_from: Month,
    months: int,
    territory: str,
    actor: Actor,
    on: date,
    segment: str = Programme.Segment.BPU,
    parts: Sequence[str] = ("jkk", "jkm"),
    age_from: int = 18,
    age_below: int = 65,
    target_groups: Sequence[str] = (),
    tariff: Tariff | None = None,
) -> Programme:
    """A programme with its monthly premium frozen from policy, month by month, with the article."""
    if Programme.objects.filter(code=code).exists():
        raise Refused(problems.ALREADY_THERE.problem(what="Program", code=code))
    programme = Programme.objects.create(
        code=code,
        name=name,
        funder=funder,
        year=cover_from.year,
        segment=segment,
        parts=list(parts),
        cover_from=cover_from.first,
        months=months,
        age_from=age_from,
        age_below=age_below,
        territory_id=territory,
        target_groups=list(target_groups),
        proposed_by=actor.id,
    )
    Rate.objects.bulk_create(_rate(programme, month, tariff) for month in months_from(cover_from, months))
    record(actor=actor, verb="programmes.create_programme", subject=f"programme:{code}", on=on, months=months)
    return programme


def _rate(programme: Programme, month: Month, tariff: Tariff | None) -> Rate:
    if tariff:
        return Rate(
            programme=programme,
            month=month.first,
            base=tariff.base,
            rupiah=tariff.rupiah,
            source=tariff.source,
            assumed=True,
        )
    if programme.segment != Programme.Segment.BPU:
        raise Refused(problems.NO_TARIFF.problem(segment=programme.get_segment_display()))
    answer = policy.premium(
        on=month.first, payer=PAYERS[Funder.Kind(programme.funder.kind)], parts=tuple(programme.parts)
    )
    if answer.base is None:
        raise Refused(problems.NO_TARIFF.problem(segment=programme.get_segment_display()))
    return Rate(
        programme=programme,
        month=month.first,
        base=answer.base,
        rupiah=answer.monthly,
        source="; ".join(line.article for line in answer.lines),
        assumed=False,
    )


@transaction.atomic
def sign_agreement(
    *,
    programme: Programme,
    number: str,
    signed_on: date,
    cover_from: date,
    cover_to: date,
    actor: Actor,
    on: date,
    backdating_letter: str = "",
) -> Agreement:
    """A PKS. Cover from before its signature needs the letter that allows it (PROG-03).

    The same number again gives the same agreement; with another content it is refused (PROG-04).
    """
    if cover_from < signed_on and not backdating_letter:
        raise Refused(
            problems.BACKDATED.problem(number=number, signed=in_words(signed_on), since=in_words(cover_from))
        )
    wanted = {
        "signed_on": signed_on,
        "cover_from": cover_from,
        "cover_to": cover_to,
        "backdating_letter": backdating_letter,
    }
    agreement, made = Agreement.objects.get_or_create(programme=programme, number=number, defaults=wanted)
    if not made and any(getattr(agreement, field) != value for field, value in wanted.items()):
        raise Refused(problems.ALREADY_THERE.problem(what="PKS", code=number))
    if made:
        record(
            actor=actor,
            verb="programmes.sign_agreement",
            subject=f"programme:{programme.code}",
            on=on,
            pks=number,
        )
    return agreement


@transaction.atomic
def sign_decree(
    *, programme: Programme, number: str, kind: str, signed_on: date, signed_by: str, actor: Actor, on: date
) -> Decree:
    """A decree. The same number again gives the same decree; with another content it is refused (PROG-04)."""
    wanted = {"kind": kind, "signed_on": signed_on, "signed_by": signed_by}
    decree, made = Decree.objects.get_or_create(programme=programme, number=number, defaults=wanted)
    if not made and any(getattr(decree, field) != value for field, value in wanted.items()):
        raise Refused(problems.ALREADY_THERE.problem(what="SK", code=number))
    if made:
        record(
            actor=actor,
            verb="programmes.sign_decree",
            subject=f"programme:{programme.code}",
            on=on,
            sk=number,
        )
    return decree


@transaction.atomic
def allocate(*, decree: Decree, shares: Sequence[Share], actor: Actor, on: date) -> None:
    """Give seats (per month) and rupiah to regions, each from the share of a region above it.

    All or nothing. Refused: PROG-01 a region outside its giver or the territory; PROG-02 more than the giver
    has left, or less than is already taken.
    """
    programme = decree.programme
    misplaced = [
        problems.OUTSIDE_TERRITORY.problem(region=share.region, above=above)
        for share in shares
        if not is_within(share.region, above := share.taken_from or programme.territory_id)
    ]
    if misplaced:
        raise Refused(*misplaced)
    Allocation.objects.bulk_create(
        Allocation(
            decree=decree,
            region_id=share.region,
            taken_from_id=share.taken_from,
            seats=share.seats,
            rupiah=share.rupiah,
            basis=share.basis,
            booked_on=on,
        )
        for share in shares
    )
    try:
        with transaction.atomic():
            _move_counters(programme, shares)
    except IntegrityError as broken:
        raise Refused(problems.TOO_LITTLE_LEFT.problem()) from broken
    record(
        actor=actor,
        verb="programmes.allocate",
        subject=f"programme:{programme.code}",
        on=on,
        sk=decree.number,
        seats=sum(share.seats for share in shares),
        rupiah=sum(share.rupiah for share in shares),
    )


def is_within(region: str, above: str) -> bool:
    """Kemendagri codes name their parents: 53.21.01 lies within 53.21."""
    return region == above or region.startswith(above + ".")


def _move_counters(programme: Programme, shares: Sequence[Share]) -> None:
    """Add each share to its region and take it from its giver, in key order: two decrees never deadlock."""
    moves: dict[str, tuple[int, int]] = {}
    for share in shares:
        for region, sign in ((share.region, 1), (share.taken_from, -1)):
            if region:
                seats, rupiah = moves.get(region, (0, 0))
                moves[region] = (seats + sign * share.seats, rupiah + sign * share.rupiah)
    regions = sorted(moves)
    known = set(Region.objects.filter(code__in=regions).values_list("code", flat=True))
    if unknown := set(regions) - known:
        raise Refused(
            *(
                problems.OUTSIDE_TERRITORY.problem(region=code, above=programme.territory_id)
                for code in sorted(unknown)
            )
        )
    months = [month.first for month in months_from(Month.of(programme.cover_from), programme.months)]
    places = [moves[code][0] for code in regions]
    money = [moves[code][1] for code in regions]
    with connection.cursor() as cursor:
        # Rows first at zero, then the moves: a CHECK judges an upsert's proposed row before its conflict.
        cursor.execute(
            """
            INSERT INTO programmes_seats (programme_id, region_id, month, seats)
            SELECT %s, region, month, 0 FROM unnest(%s::text[]) AS region, unnest(%s::date[]) AS month
            ORDER BY region, month ON CONFLICT DO NOTHING
            """,
            [programme.pk, regions, months],
        )
        cursor.execute(
            """
            INSERT INTO programmes_budget (programme_id, region_id, rupiah)
            SELECT %s, region, 0 FROM unnest(%s::text[]) AS region ORDER BY region ON CONFLICT DO NOTHING
            """,
            [programme.pk, regions],
        )
        lock_counters(cursor, programme.pk)
        cursor.execute(
            """
            UPDATE programmes_seats s SET seats = s.seats + m.seats
            FROM unnest(%s::text[], %s::int[]) AS m (region, seats)
            WHERE s.programme_id = %s AND s.region_id = m.region
            """,
            [regions, places, programme.pk],
        )
        cursor.execute(
            """
            UPDATE programmes_budget b SET rupiah = b.rupiah + m.rupiah
            FROM unnest(%s::text[], %s::bigint[]) AS m (region, rupiah)
            WHERE b.programme_id = %s AND b.region_id = m.region
            """,
            [regions, money, programme.pk],
        )


def lock_counters(cursor: CursorWrapper, programme: int) -> None:
    """Hold the programme's seats and rupiah until the transaction ends, in key order: no verb deadlocks."""
    cursor.execute(
        "SELECT FROM programmes_seats WHERE programme_id = %s ORDER BY region_id, month FOR UPDATE", [programme]
    )
    cursor.execute(
        "SELECT FROM programmes_budget WHERE programme_id = %s ORDER BY region_id FOR UPDATE", [programme]
    )
