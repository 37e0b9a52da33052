"""A person corrected, and keys made anew: what is looked at again is only what this touches."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.matching import engine, registry
from lindung.matching.models import Pair, Verdict
from lindung.matching.services.finding import KEEP_KEYS, MACHINE, keep, stand_in_line
from lindung.matching.services.verdicts import WAITING, write
from lindung.people import services as people
from lindung.people.models import Person

CORRECTED = "data orang diperbaiki"


@dataclass(frozen=True, slots=True)
class Corrected:
    """Pairs that a correction closed, opened again, and found."""

    settled: int = 0
    reopened: int = 0
    found: int = 0


@verb
def correct_nik(*, person: int, nik: str, source: str, actor: Actor, on: date) -> Corrected:
    """`people.correct_nik`, and the person's pairs weighed anew. The right NIK again changes nothing.

    A waiting pair that no longer holds is settled. A pair that a person told apart waits again only when it has
    become more alike; a link the machine made and the new NIK does not bear is taken back. Nobody else's pair is
    touched.
    """
    if not people.correct_nik(person=person, nik=nik, source=source, actor=actor, on=on):
        return Corrected()
    return _look_again(person, source=source, actor=actor, on=on)


@verb
def correct(
    *, person: int, values: dict[str, Any], version: str, source: str, actor: Actor, on: date
) -> Corrected | None:
    """`people.correct`, and the person's pairs weighed anew as after a corrected NIK. None: nothing changed."""
    if not people.correct(person=person, values=values, version=version, source=source, actor=actor, on=on):
        return None
    return _look_again(person, source=source, actor=actor, on=on)


@verb
def move(*, person: int, source: str, actor: Actor, on: date, **where: Any) -> Corrected | None:
    """`people.move`, and the person's pairs weighed anew. None: the address is the one known."""
    if not people.move(person=person, source=source, actor=actor, on=on, **where):
        return None
    return _look_again(person, source=source, actor=actor, on=on)


def _look_again(person: int, *, source: str, actor: Actor, on: date) -> Corrected:
    with connection.cursor() as cursor:
        stand_in_line(cursor)
        known = Pair.objects.select_for_update().filter(Q(lower=person) | Q(higher=person)).order_by("pk")
        pairs = {pair.lower_id + pair.higher_id - person: pair for pair in known}
        weighed = _weighed_anew(cursor, person, list(pairs))
        by_other = {row["right"]: row for row in weighed.iter_rows(named=True)}
        settled = [pair for other, pair in pairs.items() if pair.state in WAITING and _is_apart(by_other[other])]
        reopened = [pair for other, pair in pairs.items() if _reopens(pair, by_other[other])]
        _weigh_in(pairs, weighed)
        for pair in reopened:
            _take_back(pair, on=on)
        write(settled, Verdict.Kind.SETTLE, actor=MACHINE, on=on, reason=CORRECTED)
        write(reopened, Verdict.Kind.REOPEN, actor=MACHINE, on=on, reason=CORRECTED)
        fresh = weighed.filter((pl.col("fate") != "different") & ~pl.col("right").is_in(list(pairs)))
        found = keep(
            _of_other_people(cursor, person, fresh), links={}, source=f"{CORRECTED}: {source}", actor=actor, on=on
        )
    return Corrected(len(settled), len(reopened), len(found))


def _weighed_anew(cursor: CursorWrapper, person: int, others: list[int]) -> pl.DataFrame:
    """Every pair of the person, known or now possible, with its weight; the new keys are kept."""
    ours = engine.shipped().prepare(registry.records(cursor, [person]))
    registry.stage_keys(cursor, engine.keys(ours))
    possible = registry.candidates(cursor)
    cursor.execute(KEEP_KEYS)
    known = pl.DataFrame({"left": [person] * len(others), "right": others}, schema=possible.schema)
    every = pl.concat([possible, known]).unique().filter(pl.col("right") != person)
    theirs = registry.records(cursor, every["right"])
    return engine.weigh(every, ours, theirs, population=registry.population(cursor), every=True)


def _is_apart(row: dict[str, Any]) -> bool:
    return bool(row["fate"] == "different")


def _reopens(pair: Pair, row: dict[str, Any]) -> bool:
    if pair.state == Pair.State.SETTLED:
        return not _is_apart(row)
    if pair.state == Pair.State.DIFFERENT:
        return not _is_apart(row) and row["weight"] > pair.weight
    if pair.state == Pair.State.SAME:
        last = pair.verdicts.order_by("-turn").first()
        return last is not None and last.actor_id == MACHINE.id and row["fate"] != "same"
    return False


def _weigh_in(pairs: dict[int, Pair], weighed: pl.DataFrame) -> None:
    """The new weights and reasons, for whoever looks next."""
    mine = weighed.filter(pl.col("right").is_in(list(pairs)))
    for row, explanation in zip(mine.iter_rows(named=True), engine.explanations(mine), strict=True):
        pair = pairs[row["right"]]
        pair.weight, pair.probability = row["weight"], row["probability"]
        pair.fate = Pair.Fate.SAME if row["fate"] == "same" else Pair.Fate.LOOK
        pair.reasons = [asdict(reason) for reason in explanation.reasons]
        pair.model = engine.shipped().version
    Pair.objects.bulk_update(pairs.values(), ["weight", "probability", "fate", "reasons", "model"])


def _take_back(pair: Pair, *, on: date) -> None:
    last = pair.verdicts.filter(kind=Verdict.Kind.SAME).order_by("-turn").first()
    if pair.state == Pair.State.SAME and last and last.double_id:
        people.unmerge(person=last.double_id, followers=last.followers, reason=CORRECTED, actor=MACHINE, on=on)


def _of_other_people(cursor: CursorWrapper, person: int, weighed: pl.DataFrame) -> pl.DataFrame:
    """Without rows that are linked to this person already; as `keep` takes them."""
    row = Person.objects.get(pk=person)
    own = row.merged_into_id or row.pk
    linked = registry.roots(cursor, weighed["right"])
    return (
        weighed.join(linked, left_on="right", right_on="person", how="left", maintain_order="left")
        .with_columns(pl.col("root").fill_null(pl.col("right")))
        .filter(pl.col("root") != own)
        .unique("root", keep="first", maintain_order=True)
        .rename({"left": "right", "right": "left"})
    )


def rebuild(*, batch: int, actor: Actor, on: date) -> tuple[int, int]:
    """Keep the keys of the whole registry by the model there is, a batch at a time; (people, keys added).

    Needed once after a new version of the model; keys of older ones stay unused. May be broken off and begun anew.
    """
    last, made, keys = 0, 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            ids = list(Person.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:batch])
            if not ids:
                break
            registry.stage_keys(cursor, engine.keys(registry.records(cursor, ids)))
            cursor.execute(KEEP_KEYS)
            keys += cursor.rowcount
            analyse(cursor, cursor.rowcount, "matching_matchkey")
        last, made = ids[-1], made + len(ids)
    record(
        actor=actor,
        verb="matching.rebuild",
        subject=f"model:{engine.shipped().version}",
        on=on,
        people=made,
        keys=keys,
    )
    return made, keys
