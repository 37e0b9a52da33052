"""A list of the dead, the moved, active members or wage earners, read as offices make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.intake import values
from lindung.intake.judgement import Judgement, as_frame, told
from lindung.intake.layouts import Layout, Table, table_of
from lindung.intake.models import File
from lindung.intake.reading import Cell
from lindung.intake.returning import read_again
from lindung.kernel.problem import Refused
from lindung.matching import problems
from lindung.matching.services import LISTS, compare_list, keep_list
from lindung.people.models import Fact

PLACE = ("village", "subdistrict", "district")
KEPT = [
    "number", "sheet", "sheet_row", "hidden", "key", "nik", "name", "birth_date", "sex", "mother_name",
    "household", "phone", "village", "place", "happened_on", "value", "kpj",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListContext:
    """What `lindung lists load` was told: where the list comes from, and the day it was received."""

    source: str
    received_on: date


@cache
def columns() -> Layout:
    return Layout.load(Path(__file__).parents[1] / "layouts" / "lists.yaml")


class PeopleList:
    """What all kinds of lists share. Its scope is the list's source."""

    code: ClassVar[str]
    kind: ClassVar[Fact.Kind]

    @property
    def columns(self) -> Layout:
        return columns()

    def scopes(self, user: Any) -> list[tuple[str, str]]:
        """Such lists come from other offices and are loaded on the server (`lindung lists load`)."""
        return []

    def choices(self) -> Mapping[str, Sequence[str]]:
        return {}

    def home(self, judgement: Judgement) -> None:
        return None

    def context(self, scope: str, region: str = "") -> ListContext:
        raise Refused(problems.LOAD_AS_LIST.problem(layout=self.code))

    def judge(self, table: Table, context: ListContext) -> Judgement:
        rows = typed(table, latest=context.received_on)
        happened, said = pl.col("happened_on"), pl.col("event_date.raw")
        unknown = pl.col("nik").is_null() & pl.col("birth_date").is_null()
        layout = columns()

        def found(kind: problems.Kind, wrong: pl.Expr, key: str, value: pl.Expr) -> pl.DataFrame:
            return told(kind, rows.filter(wrong), column=table.title(key, layout), value=value)

        nothing = pl.lit(None, pl.String)
        return Judgement.of(
            rows.select(KEPT),
            pl.concat(
                [
                    as_frame(list(table.problems)),
                    found(problems.NOBODY_NAMED, pl.col("name").is_null(), "name", nothing),
                    found(problems.TOO_LITTLE, pl.col("name").is_not_null() & unknown, "nik", nothing),
                    found(problems.NO_DAY, happened.is_null(), "event_date", said.str.slice(0, 120)),
                    found(problems.NOT_YET, happened > context.received_on, "event_date", said),
                ]
            ),
        )

    def settle(self, cursor: CursorWrapper, judgement: Judgement, context: ListContext) -> Judgement:
        return judgement

    def save(
        self,
        cursor: CursorWrapper,
        *,
        file: int,
        judgement: Judgement,
        context: ListContext,
        actor: Actor,
        on: date,
    ) -> int:
        rows = accepted(judgement)
        return keep_list(cursor, file=file, kind=self.kind, rows=rows, source=context.source, actor=actor, on=on)


class Deceased(PeopleList):
    code = "list-deceased"
    kind = Fact.Kind.DIED


class Moved(PeopleList):
    code = "list-moved"
    kind = Fact.Kind.MOVED


class ActiveMembers(PeopleList):
    code = "list-active-member"
    kind = Fact.Kind.ACTIVE_MEMBER


class WageWorkers(PeopleList):
    code = "list-wage-worker"
    kind = Fact.Kind.WAGE_EARNER


KINDS: dict[str, type[PeopleList]] = {each.code: each for each in (Deceased, Moved, ActiveMembers, WageWorkers)}


def accepted(judgement: Judgement) -> pl.DataFrame:
    return judgement.frame.filter(pl.col("fate") == "accepted").rename({"number": "row"})


def compare_again(*, file: int, actor: Actor, on: date) -> int:
    """Hold a loaded list against who entered the registry since; how many became facts. Refused: MATCH-07."""
    known = File.objects.filter(pk=file, layout__in=LISTS).first()
    if known is None:
        raise Refused(problems.NO_SUCH_LIST.problem(file=file))
    layout = KINDS[known.layout]()
    judgement = layout.judge(table_of(read_again(file), columns()), ListContext(known.scope, known.received_on))
    return compare_list(
        file=file, kind=layout.kind, rows=accepted(judgement), source=known.scope, actor=actor, on=on
    )


def typed(table: Table, *, latest: date) -> pl.DataFrame:
    """The rows with what the engine compares, the day of the event and what the list says beside it."""
    text = {key: pl.col(key) for key in table.frame.columns}
    born = values.clean(text["birth"]).str.extract(r"(\d.*)$")
    frame = table.frame.with_columns(pl.coalesce(values.clean(text["birth_date"]), born).alias("birth_date"))
    nik, household = values.digits(text["nik"]), values.digits(text["kk"])
    code = values.digits(text["village_code"])
    dotted = pl.concat_str(
        code.str.slice(0, 2), code.str.slice(2, 2), code.str.slice(4, 2), code.str.slice(6, 4), separator="."
    )
    return frame.with_columns(
        pl.lit(None, pl.String).alias("key"),
        # A number cell has lost the last figures of 16: no NIK rather than a wrong one.
        pl.when(nik.str.contains(r"^\d{16}$") & (pl.col("nik.kind") != Cell.NUMBER)).then(nik).alias("nik"),
        pl.when(household.str.contains(r"^\d{16}$") & (pl.col("kk.kind") != Cell.NUMBER))
        .then(household)
        .alias("household"),
        values.clean(text["name"]).alias("name"),
        values.days(frame, "birth_date", "birth_date.kind", latest=latest).alias("birth_date"),
        values.days(frame, "event_date", "event_date.kind", latest=latest).alias("happened_on"),
        values.clean(text["event_date"]).alias("event_date.raw"),
        values.sex(text["sex"]).alias("sex"),
        values.clean(text["mother_name"]).alias("mother_name"),
        values.phone(text["phone"]).alias("phone"),
        pl.concat_str([values.clean(text[key]) for key in PLACE], separator=" ", ignore_nulls=True).alias("place"),
        pl.when(code.str.contains(r"^\d{10}$")).then(dotted).alias("village"),
        values.clean(text["value"]).fill_null("").alias("value"),
        values.digits(text["kpj"]).fill_null("").alias("kpj"),
    )
