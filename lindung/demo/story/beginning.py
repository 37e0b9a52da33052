"""Programmes, workbooks, proposals, checks, decrees."""

from __future__ import annotations

import random
import zlib
from datetime import date, timedelta
from functools import partial
from typing import Any

import polars as pl
from django.db import connection

from lindung.banking.services import create_bank
from lindung.coverage.services import decide
from lindung.demo.people import Need, make_people, overlap
from lindung.demo.plan import PROVINCE, Plan, names, story
from lindung.demo.plants import PLANTS
from lindung.demo.story.diary import BANK, DECIDER, OPERATOR, VERIFIER, Diary, Listing, World
from lindung.demo.styles import random_style
from lindung.demo.workbooks import write_workbook
from lindung.intake.services import receive
from lindung.matching.models import Pair, Verdict
from lindung.matching.queries import waiting
from lindung.matching.services import decide as settle
from lindung.matching.services import undo
from lindung.membership.services import load_branches
from lindung.nominations.models import Check
from lindung.nominations.services import enter_checks, rank, verify
from lindung.people.services import load_occupations
from lindung.programmes.models import Decree, Programme
from lindung.programmes.queries import price
from lindung.programmes.services import (
    Share,
    allocate,
    create_funder,
    create_programme,
    sign_agreement,
    sign_decree,
)
from lindung.regions import catalogue
from lindung.regions.services import load

OPENING = date(2024, 11, 25)
RESERVE, PLANTED = 0.08, 0.03  # more names than seats, and rows with a fault, as shares of the seats
FAILING = 67  # every 67th nomination fails the check against the population register


def prepare(world: World) -> None:
    """Regions, occupations, branches, bank and every workbook: before the story begins."""
    places = [*catalogue.provinces(), *catalogue.districts(), *catalogue.of_province(PROVINCE)]
    load(places=places, list_name=catalogue.LIST_NAME, actor=OPERATOR, on=OPENING)
    load_occupations()
    load_branches()
    world.bank = create_bank(code="BANK-NTT", name="Bank NTT", actor=BANK, on=OPENING)


def write_workbooks(world: World) -> None:
    """One workbook per programme and district, each as its office makes them; the planted fates beside them."""
    folder = world.out / "workbooks"
    folder.mkdir(parents=True, exist_ok=True)
    needs = [_need(plan, district) for plan in world.plans for district in plan.seats]
    people = make_people(seed=world.seed, needs=needs)
    parts = {key[0]: part for key, part in people.partition_by("need", as_dict=True).items()}
    lists = {(need.programme, need.district_code): parts[turn] for turn, need in enumerate(needs)}
    for entry in story()["overlaps"]:
        _name_twice(world, lists, entry)
    for (programme, district), frame in lists.items():
        rng = random.Random(f"{world.seed}/{programme}/{district}")
        style = random_style(rng, names()[district])
        # A few offices still send CSV.
        ending = "csv" if zlib.crc32(f"{programme}{district}".encode()) % 11 == 0 else "xlsx"
        path = folder / f"{programme}_{district}_{names()[district].replace(' ', '-')}.{ending}"
        planted = write_workbook(path, frame, style, rng)
        planted.write_csv(path.with_suffix(".planted.csv"))
        world.listings.append(Listing(programme, district, path, planted))


def _need(plan: Plan, district: str) -> Need:
    seats, _ = plan.seats[district]
    begins = plan.cover_from.first
    if plan.kind == "village":
        jobs = {"perangkat_desa": 7, "rt_rw": 3}
        return Need(plan.code, district, seats, begins, village_counts=plan.village_seats, occupations=jobs)
    # At least one of each fault: even the smallest demo meets every problem somewhere.
    each = max(1, round(seats * PLANTED / len(PLANTS)))
    reserve = max(4, round(seats * RESERVE))
    plants = dict.fromkeys(PLANTS, each)
    return Need(plan.code, district, seats + reserve, begins, age_from=plan.age_from, plants=plants)


def _name_twice(world: World, lists: dict[tuple[str, str], pl.DataFrame], entry: dict[str, Any]) -> None:
    """Put people of one programme's list on another's too, as its own officers would write them."""
    source, target = (entry["from"], entry["district"]), (entry["into"], entry["district"])
    seats, _ = world.plan(entry["from"]).seats[entry["district"]]
    count = min(round(seats * entry["share"]), round(world.plan(entry["into"]).seats[entry["district"]][0] * 0.05))
    if count:
        rng = random.Random(f"{world.seed}/{entry['from']}/{entry['into']}")
        # Young enough for a programme that begins later in the year.
        fitting = lists[source].filter(pl.col("birth_date") >= date(1962, 1, 1))
        again = overlap(fitting, programme=entry["into"], count=count, rng=rng)
        lists[target] = pl.concat([lists[target], again.select(lists[target].columns)])


def begin(world: World, diary: Diary) -> None:
    """Write down everything up to the decrees."""
    for plan in world.plans:
        days = plan.dates
        opened = days.list_on - timedelta(days=7)
        diary.write(opened, "programmes", f"{plan.code}: program dan kuota", partial(_open, world, plan))
    for listing in world.listings:
        days = world.plan(listing.programme).dates
        text = f"{listing.programme}: usulan {names()[listing.district]}"
        diary.write(days.list_on, "intake", text, partial(_take_in, world, listing))
    for plan in world.plans:
        checked = plan.dates.list_on + timedelta(days=7)
        diary.write(checked, "match", f"{plan.code}: siapa sama dengan siapa", partial(_tell_apart, world))
        diary.write(checked, "verify", f"{plan.code}: verifikasi", partial(_verify, world, plan))
        diary.write(plan.dates.decree_on, "decide", f"{plan.code}: penetapan", partial(_decide, world, plan))


def _open(world: World, plan: Plan, on: date) -> None:
    region = None if plan.kind in ("company", "self") else plan.territory
    funder = create_funder(
        code=plan.funder, name=plan.funder_name, kind=plan.kind, region=region, actor=OPERATOR, on=on
    )
    segment = Programme.Segment.WAGE_EARNER if plan.tariff else Programme.Segment.BPU
    programme = create_programme(
        code=plan.code,
        name=plan.name,
        funder=funder,
        cover_from=plan.cover_from,
        months=plan.months,
        territory=plan.territory,
        segment=segment,
        age_from=plan.age_from,
        tariff=plan.tariff,
        actor=OPERATOR,
        on=on,
    )
    world.programmes[plan.code] = programme
    sign_agreement(
        programme=programme,
        number=f"PKS/{plan.code}",
        signed_on=plan.agreement_on or on,
        cover_from=plan.cover_from.first,
        cover_to=plan.last_month.last,
        backdating_letter=plan.backdating_letter,
        actor=OPERATOR,
        on=on,
    )
    decree = sign_decree(
        programme=programme,
        number=f"SK-KUOTA/{plan.code}",
        kind=Decree.Kind.ALLOCATION,
        signed_on=on,
        signed_by=plan.funder_name,
        actor=DECIDER,
        on=on,
    )
    allocate(decree=decree, shares=_shares(plan, programme), actor=DECIDER, on=on)


def _shares(plan: Plan, programme: Programme) -> list[Share]:
    each = price(programme, plan.cover_from.first, plan.last_month.first)
    shares = [Share(code, seats, seats * each, basis=basis) for code, (seats, basis) in plan.seats.items()]
    [(district, (_, basis)), *_] = plan.seats.items()
    below = [
        Share(code, seats, seats * each, taken_from=district, basis=basis)
        for code, seats in plan.village_seats.items()
    ]
    return shares + below


def _take_in(world: World, listing: Listing, on: date) -> None:
    """Through the code a user runs; then every row's fate is held against the planted one."""
    outcome = receive(path=listing.path, layout_code="nominations", scope=listing.programme, actor=OPERATOR, on=on)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sheet, sheet_row, fate FROM intake_row WHERE file_id = %s", [outcome.file])
        rows = cursor.fetchall()
    kept = pl.DataFrame(rows, schema=["sheet", "row", "kept"], orient="row", infer_schema_length=None)
    # Whoever died since an earlier list named them is parked: the registry knows, though the file does not say.
    gone = (pl.col("fate") == "accepted") & pl.col("nik").is_in(_dead(on))
    planted = listing.planted.with_columns(pl.when(gone).then(pl.lit("look")).otherwise("fate").alias("fate"))
    both = planted.select("sheet", "row", "fate").join(
        kept.cast({"row": pl.Int64, "sheet": pl.String}), on=["sheet", "row"], how="full", coalesce=True
    )
    astray = both.filter(~pl.col("fate").eq_missing(pl.col("kept")))
    world.expect(f"{listing.path.name}: baris dengan nasib lain dari yang ditanam", 0, astray.height)


def _dead(on: date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.value FROM people_fact f JOIN people_identifier i USING (person_id)
            WHERE f.kind = 'died' AND f.known_on <= %s AND i.kind = 'nik'
            """,
            [on],
        )
        return [nik for (nik,) in cursor.fetchall()]


def _tell_apart(world: World, on: date) -> None:
    """An officer looks at every pair the matcher doubts, and at every link it made. The story's people are all told
    apart by their NIK: twins and namesakes of one household are two."""
    linked = Pair.objects.filter(state=Pair.State.SAME).order_by("pk").values_list("pk", flat=True)
    for pair in linked:
        undo(pair=pair, reason="dua orang menurut KTP (rekaan)", actor=VERIFIER, on=on)
    if doubted := [each.pair for each in waiting()]:
        reason = "KTP keduanya dilihat (rekaan)"
        settle(pairs=doubted, kind=Verdict.Kind.DIFFERENT, reason=reason, actor=VERIFIER, on=on)
    world.expect("pasangan yang masih menunggu putusan", 0, len(waiting()))


def _verify(world: World, plan: Plan, on: date) -> None:
    programme = world.programmes[plan.code]
    failed = []
    if plan.kind != "village":
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS turn FROM nominations_nomination
                                WHERE programme_id = %s) n WHERE turn %% %s = 0
                """,
                [programme.pk, FAILING],
            )
            failed = [pk for (pk,) in cursor.fetchall()]
    source = f"daftar cocok NIK {plan.code} (rekaan)"
    enter_checks(
        programme=programme, kind=Check.Kind.POPULATION, source=source, failed=failed, actor=VERIFIER, on=on
    )
    enter_checks(
        programme=programme,
        kind=Check.Kind.WORK,
        source="musyawarah desa (rekaan)",
        failed=[],
        actor=VERIFIER,
        on=on,
    )
    verify(programme=programme, actor=VERIFIER, on=on)
    rank(programme=programme, actor=VERIFIER, on=on)


def _decide(world: World, plan: Plan, on: date) -> None:
    programme = world.programmes[plan.code]
    decree = sign_decree(
        programme=programme,
        number=f"SK/{plan.code}/1",
        kind=Decree.Kind.DECISION,
        signed_on=on,
        signed_by=plan.funder_name,
        actor=DECIDER,
        on=on,
    )
    decision = decide(decree=decree, actor=DECIDER, on=on)
    world.expect(f"{plan.code}: orang ditetapkan", plan.total, decision.decided)
