"""Who of the newcomers is known already, or twice among themselves: pairs kept, the certain ones linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

import polars as pl
from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.matching import engine, registry
from lindung.matching.models import Pair, Verdict
from lindung.people.models import Person
from lindung.people.services import Newcomer, merge_many, register_new

MACHINE = Actor("lindung.kecocokan", "Pencocokan otomatis")
CERTAIN = "cocok tanpa pertentangan"

# In the order of the index: a million random keys would cost three times as much. Newcomers have none yet.
FIRST_KEYS = """
INSERT INTO matching_matchkey (key, person_id) SELECT DISTINCT key, row FROM wanted_key ORDER BY key, row
"""
KEEP_KEYS = f"{FIRST_KEYS} ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Found:
    """What became of newcomers: {double: root} of those linked, and how many pairs wait for a person."""

    linked: Mapping[int, int]
    waiting: int


def find(
    cursor: CursorWrapper,
    *,
    newcomers: pl.DataFrame,
    source: str,
    actor: Actor,
    on: date,
    link: bool = True,
    apart: Iterable[tuple[int, int]] = (),
) -> Found:
    """Hold people who just entered against each other and the registry. Part of the verb that entered them.

    newcomers: engine.FIELDS, `row` being the person's id. A pair that the model calls the same, and that nothing
    contradicts, is linked by the machine: always the newcomer to who was there before, so that whatever the older
    row holds stays. `link=False` leaves these to a person, too. `apart`: pairs known to be settled otherwise.
    Files that come in at once find each other, because they stand in line here.
    """
    if newcomers.is_empty():
        return Found({}, 0)
    stand_in_line(cursor)
    weighed = _weighed(cursor, newcomers, apart)
    links = _certain(weighed, set(newcomers["row"])) if link else {}
    pairs = keep(weighed, links=links, source=source, actor=actor, on=on)
    merge_many(cursor, links=links, reason=CERTAIN, actor=MACHINE, on=on)
    waiting = sum(pair.state == Pair.State.OPEN for pair in pairs)
    if pairs:
        record(
            actor=MACHINE,
            verb="matching.find",
            subject=source,
            on=on,
            people=newcomers.height,
            linked=len(links),
            waiting=waiting,
        )
    return Found(links, waiting)


def stand_in_line(cursor: CursorWrapper) -> None:
    """One matching at a time, until the transaction ends: two at once would not see each other."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('matching', 0))")


@verb
def enter(*, newcomer: Newcomer, source: str, actor: Actor, on: date) -> Person:
    """`people.register` for one person typed in, and the search for the same person; who it is in the registry.

    Whom the machine found to be somebody registered comes back as that one.
    """
    person, fresh = register_new(newcomer=newcomer, source=source, actor=actor, on=on)
    if fresh:
        with connection.cursor() as cursor:
            found = find(cursor, newcomers=registry.records(cursor, [person.pk]), source=source, actor=actor, on=on)
        if person.pk in found.linked:
            return Person.objects.get(pk=found.linked[person.pk])
    return person


def _weighed(cursor: CursorWrapper, newcomers: pl.DataFrame, apart: Iterable[tuple[int, int]]) -> pl.DataFrame:
    """Pairs worth keeping of newcomers among themselves and with the registry, and the newcomers' keys kept.

    (left, right, root, …): left entered first, root is whom it is linked to; of several rows of one person the most
    alike.
    """
    newcomers = engine.shipped().prepare(newcomers)
    keys = engine.keys(newcomers)
    registry.stage_keys(cursor, keys)
    many = registry.population(cursor)
    older = registry.candidates(cursor)
    cursor.execute(FIRST_KEYS)
    analyse(cursor, cursor.rowcount, "matching_matchkey")
    among = engine.weigh(engine.pairs(keys), newcomers, population=many)
    found = [among.with_columns(root=pl.col("left"))]
    if older.height:
        known = registry.records(cursor, older["right"])
        against = engine.weigh(older, newcomers, known, population=many)
        linked = registry.roots(cursor, against["right"])
        against = (
            against.join(linked, left_on="right", right_on="person", how="left")
            .with_columns(pl.col("root").fill_null(pl.col("right")))
            .rename({"left": "right", "right": "left"})
            .unique(["root", "right"], keep="first", maintain_order=True)
        )
        found.append(against.select(found[0].columns))
    settled = pl.DataFrame(
        [sorted(pair) for pair in apart], schema={"left": pl.Int64, "right": pl.Int64}, orient="row"
    )
    return pl.concat(found).join(settled, on=["left", "right"], how="anti")


def _certain(weighed: pl.DataFrame, fresh: set[int]) -> dict[int, int]:
    """{newcomer: root} of who is the same as one person only: the one who was there before, or the first newcomer.

    Who is the same as two people of the registry is left to a person.
    """
    same = weighed.filter(pl.col("fate") == "same").select(pl.col("root").alias("left"), "right")
    links: dict[int, int] = {}
    direct = set(same.iter_rows())
    for _, rows in engine.clusters(same).group_by("cluster"):
        members = sorted(rows["row"])
        older = [row for row in members if row not in fresh]
        if len(older) > 1:
            continue
        root = (older or members)[0]
        links |= {row: root for row in members if row != root and (root, row) in direct}
    return links


def keep(weighed: pl.DataFrame, *, links: Mapping[int, int], source: str, actor: Actor, on: date) -> list[Pair]:
    """Write the pairs with their reasons; those linked by the machine with its verdict."""
    told = engine.explanations(weighed)
    pairs = [
        Pair(
            lower_id=min(left, right),
            higher_id=max(left, right),
            weight=weight,
            probability=probability,
            fate=fate,
            reasons=[asdict(reason) for reason in explanation.reasons],
            model=engine.shipped().version,
            found_on=on,
            source=source,
            proposed_by=actor.id,
            state=Pair.State.SAME if fate == "same" and links.get(right) == root else Pair.State.OPEN,
        )
        for (left, right, root, weight, probability, fate), explanation in zip(
            weighed.select("left", "right", "root", "weight", "probability", "fate").iter_rows(), told, strict=True
        )
    ]
    Pair.objects.bulk_create(pairs, batch_size=1000)
    Verdict.objects.bulk_create(
        [
            Verdict(
                pair_id=pair.pk,
                turn=1,
                kind=Verdict.Kind.SAME,
                reason=CERTAIN,
                actor_id=MACHINE.id,
                actor_name=MACHINE.name,
                on=on,
                double_id=double,
            )
            for pair, double in zip(pairs, weighed["right"], strict=True)
            if pair.state == Pair.State.SAME
        ],
        batch_size=1000,
    )
    return pairs
