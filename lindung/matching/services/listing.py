"""What lists say of people in the registry: certain rows become facts, doubtful ones wait, a whole list can go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

import polars as pl
from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.intake.models import File
from lindung.kernel.problem import Problem, Refused
from lindung.matching import engine, problems, registry
from lindung.matching.models import Listed
from lindung.matching.queries import lives_within
from lindung.matching.services.finding import stand_in_line
from lindung.people.models import Fact, Identifier
from lindung.people.services import record_fact, record_facts, revoke_fact

STAGE = """
DROP TABLE IF EXISTS listed_fact;
CREATE TEMP TABLE listed_fact (number int, person_id bigint, kind text, value text, happened_on date, source text,
    fact_id bigint) ON COMMIT DROP
"""
LISTS = ("list-deceased", "list-moved", "list-active-member", "list-wage-worker")


def keep_list(
    cursor: CursorWrapper, *, file: int, kind: str, rows: pl.DataFrame, source: str, actor: Actor, on: date
) -> int:
    """Hold the accepted rows of a list against the registry; how many became facts. Part of intake's verb.

    rows: engine.FIELDS (`row` is the number within the file), happened_on, value, kpj. A row that means one person
    for certain becomes a fact of life; one that may mean somebody, or more than one, waits. A row that nobody fits
    stays in its file. Of active members, a KPJ that we brought about ourselves says nothing; who is registered by
    us under another KPJ waits for a person.
    """
    if rows.is_empty():
        return 0
    stand_in_line(cursor)
    weighed = _unanswered(file, _nearest(cursor, engine.records(rows)))
    if kind == Fact.Kind.ACTIVE_MEMBER:
        weighed = _without_our_own(weighed, rows)
    certain = weighed.filter((pl.col("fate") == "same") & (pl.col("certain") == 1) & ~pl.col("ours"))
    # Beside the certain person the others are out of the question.
    doubtful = weighed.join(certain.select("left"), on="left", how="anti")
    facts = _record(cursor, certain.join(rows, left_on="left", right_on="row"), kind, source, on)
    kept = pl.concat([certain, doubtful])
    said = {
        row: (happened_on, value) for row, happened_on, value in rows.select("row", "happened_on", "value").rows()
    }
    Listed.objects.bulk_create(
        [
            Listed(
                file_id=file,
                row=row,
                person_id=root,
                kind=kind,
                happened_on=said[row][0],
                value=said[row][1],
                weight=weight,
                probability=probability,
                fate=fate,
                reasons=[asdict(reason) for reason in explanation.reasons],
                state=Listed.State.CONFIRMED if row in facts else Listed.State.OPEN,
                fact_id=facts.get(row),
            )
            for (row, root, weight, probability, fate), explanation in zip(
                kept.select("left", "root", "weight", "probability", "fate").iter_rows(),
                engine.explanations(kept),
                strict=True,
            )
        ],
        batch_size=1000,
    )
    record(
        actor=actor,
        verb="matching.keep_list",
        subject=f"file:{file}",
        on=on,
        kind=kind,
        source=source,
        facts=len(facts),
        waiting=doubtful.height,
    )
    return len(facts)


@verb
def compare_list(*, file: int, kind: str, rows: pl.DataFrame, source: str, actor: Actor, on: date) -> int:
    """`keep_list` for a list that was loaded before: whom the registry has learnt of since; how many became facts.

    Refused: MATCH-07 when the list was revoked.
    """
    if Listed.objects.filter(file=file, state=Listed.State.REVOKED).exists():
        raise Refused(problems.NO_SUCH_LIST.problem(file=file))
    with connection.cursor() as cursor:
        return keep_list(cursor, file=file, kind=kind, rows=rows, source=source, actor=actor, on=on)


def _nearest(cursor: CursorWrapper, rows: pl.DataFrame) -> pl.DataFrame:
    """The people each row may mean, by their roots, best first: (left, root, …, certain: how many are the same)."""
    ours = engine.shipped().prepare(rows)
    registry.stage_keys(cursor, engine.keys(ours))
    candidates = registry.candidates(cursor)
    known = registry.records(cursor, candidates["right"])
    weighed = engine.weigh(candidates, ours, known, population=registry.population(cursor))
    linked = registry.roots(cursor, weighed["right"])
    return (
        weighed.join(linked, left_on="right", right_on="person", how="left", maintain_order="left")
        .with_columns(pl.col("root").fill_null(pl.col("right")), pl.lit(False).alias("ours"))
        .unique(["left", "root"], keep="first", maintain_order=True)
        .with_columns((pl.col("fate") == "same").sum().over("left").alias("certain"))
    )


def _unanswered(file: int, weighed: pl.DataFrame) -> pl.DataFrame:
    """Without rows that have become a fact, and people asked about before: a list held again asks only anew."""
    known = Listed.objects.filter(file=file)
    asked = pl.DataFrame(
        list(known.values_list("row", "person_id")), schema={"left": pl.Int64, "root": pl.Int64}, orient="row"
    )
    done = list(known.filter(fact__isnull=False).values_list("row", flat=True))
    return weighed.join(asked, on=["left", "root"], how="anti").filter(~pl.col("left").is_in(done))


def _without_our_own(weighed: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Without members whose KPJ we know; `ours` marks who has one that the list does not name."""
    people = weighed["root"].unique().to_list()
    held = Identifier.objects.filter(kind=Identifier.Kind.KPJ).exclude(state=Identifier.State.RETIRED)
    known = [
        *held.filter(person_id__in=people).values_list("person_id", "value"),
        *held.filter(person__merged_into_id__in=people).values_list("person__merged_into_id", "value"),
    ]
    numbers = pl.DataFrame(known, schema={"root": pl.Int64, "held": pl.String}, orient="row")
    named = weighed.join(rows.select(pl.col("row").alias("left"), "kpj"), on="left", how="left")
    same = named.join(numbers, left_on=["root", "kpj"], right_on=["root", "held"], how="semi")
    return weighed.join(same, on="left", how="anti").with_columns(
        pl.col("root").is_in(numbers["root"].implode()).alias("ours")
    )


def _record(cursor: CursorWrapper, rows: pl.DataFrame, kind: str, source: str, on: date) -> dict[int, int]:
    """{row: fact} of the rows that mean one person for certain."""
    cursor.execute(STAGE)
    staged = rows.select(
        "left", "root", pl.lit(kind).alias("kind"), "value", "happened_on", pl.lit(source).alias("source")
    )
    names = "number, person_id, kind, value, happened_on, source"
    with cursor.copy(f"COPY listed_fact ({names}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(staged.write_csv(include_header=False, quote_style="non_numeric").encode())
    record_facts(cursor, staged="listed_fact", on=on)
    cursor.execute("SELECT number, fact_id FROM listed_fact")
    return dict(cursor.fetchall())


@verb
def decide_listed(*, listed: Sequence[int], same: bool, actor: Actor, on: date, within: str | None = None) -> int:
    """Say of rows of a list whether they mean the person beside them; how many were decided now.

    Yes records the fact and says no to the row's other candidates. Refused: MATCH-06 unknown or decided otherwise,
    LIST-06 by who loaded the list, LIST-07 outside the region `within`.
    """
    rows = list(
        Listed.objects.select_for_update(of=("self",)).filter(pk__in=listed).select_related("file").order_by("pk")
    )
    wanted = Listed.State.CONFIRMED if same else Listed.State.DENIED
    todo = [row for row in rows if row.state != wanted]
    faults: list[Problem] = [
        problems.NOT_LISTED.problem(listed=pk) for pk in set(listed) - {row.pk for row in rows}
    ]
    near = lives_within([row.person_id for row in rows], within) if within is not None else None
    for row in todo:
        if row.state != Listed.State.OPEN:
            faults.append(problems.NOT_LISTED.problem(listed=row.pk))
        if row.file.uploaded_by == actor.id:
            faults.append(problems.LOADER_DECIDES.problem(listed=row.pk, actor=actor.name))
        if near is not None and row.person_id not in near:
            faults.append(problems.LISTED_OUT_OF_REGION.problem(listed=row.pk, region=within))
    if faults:
        raise Refused(*faults)
    for row in todo:
        _settle(row, same=same, actor=actor, on=on)
    return len(todo)


def _settle(row: Listed, *, same: bool, actor: Actor, on: date) -> None:
    who = {"decided_by": actor.id, "decided_on": on}
    if same:
        fact = record_fact(
            person=row.person_id,
            kind=row.kind,
            happened_on=row.happened_on,
            value=row.value,
            source=row.file.scope,
            actor=actor,
            on=on,
        )
        Listed.objects.filter(file=row.file_id, row=row.row, state=Listed.State.OPEN).exclude(pk=row.pk).update(
            state=Listed.State.DENIED, **who
        )
        Listed.objects.filter(pk=row.pk).update(state=Listed.State.CONFIRMED, fact=fact, **who)
    else:
        Listed.objects.filter(pk=row.pk).update(state=Listed.State.DENIED, **who)
    record(
        actor=actor,
        verb="matching.decide_listed",
        subject=f"listed:{row.pk}",
        on=on,
        answer="ya" if same else "tidak",
        person=row.person_id,
    )


@verb
def revoke_list(*, file: int, reason: str, actor: Actor, on: date) -> int:
    """Take a whole list back: its facts are revoked but for those another list confirms too; how many were.

    What still waits is answered no. Cover that ended by it stays ended. Refused: MATCH-07 when there is none.
    """
    if not File.objects.filter(pk=file, layout__in=LISTS).exists():
        raise Refused(problems.NO_SUCH_LIST.problem(file=file))
    rows = Listed.objects.select_for_update().filter(file=file).order_by("pk")
    standing = {row.pk: row.fact_id for row in rows if row.state == Listed.State.CONFIRMED and row.fact_id}
    shared = set(
        Listed.objects.filter(fact__in=standing.values(), state=Listed.State.CONFIRMED)
        .exclude(file=file)
        .values_list("fact_id", flat=True)
    )
    gone = sorted(set(standing.values()) - shared)
    for fact in gone:
        revoke_fact(fact=fact, reason=reason, actor=actor, on=on)
    Listed.objects.filter(pk__in=standing).update(state=Listed.State.REVOKED)
    changed = Listed.objects.filter(file=file, state=Listed.State.OPEN).update(
        state=Listed.State.DENIED, decided_by=actor.id, decided_on=on
    )
    if standing or changed:
        record(
            actor=actor,
            verb="matching.revoke_list",
            subject=f"file:{file}",
            on=on,
            reason=reason,
            facts=len(gone),
        )
    return len(gone)
