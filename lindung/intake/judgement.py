"""Judged rows and the problems found in them, as tables: a hundred thousand rows are told at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from string import Formatter

import polars as pl

from lindung.kernel.problem import Kind, Problem, Severity

PROBLEM_SCHEMA = pl.Schema(
    {
        "code": pl.String,
        "severity": pl.String,
        "number": pl.UInt32,
        "sheet": pl.String,
        "row": pl.UInt32,
        "column": pl.String,
        "value": pl.String,
        "message": pl.String,
        "remedy": pl.String,
    }
)
FATES = ("accepted", "rejected", "look")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`frame`: one line per row of the file, among its columns number, sheet, sheet_row, hidden, key, fate.

    `problems`: every problem of every row (PROBLEM_SCHEMA); `number` is empty for a problem of the whole file.
    """

    frame: pl.DataFrame
    problems: pl.DataFrame

    @classmethod
    def of(cls, frame: pl.DataFrame, problems: pl.DataFrame) -> Judgement:
        """Fates follow from the problems: an error rejects, a look parks, a warning lets pass."""
        worst = (
            problems.filter(pl.col("number").is_not_null() & (pl.col("severity") != Severity.WARNING))
            .group_by("number")
            .agg(
                pl.when((pl.col("severity") == Severity.ERROR).any())
                .then(pl.lit("rejected"))
                .otherwise(pl.lit("look"))
                .alias("fate")
            )
        )
        judged = frame.drop("fate", strict=False).join(worst, on="number", how="left", maintain_order="left")
        return cls(judged.with_columns(pl.col("fate").fill_null("accepted")), in_order(problems))

    def with_problems(self, *more: pl.DataFrame) -> Judgement:
        """The same rows with further problems found, and the fates that follow."""
        return self.of(self.frame, pl.concat([self.problems, *more]))

    def with_columns(self, *columns: pl.Expr) -> Judgement:
        return replace(self, frame=self.frame.with_columns(*columns))

    @property
    def counts(self) -> dict[str, int]:
        """rows, accepted, rejected, look; the last three add up to the first."""
        fates = dict(self.frame.group_by("fate").len().iter_rows())
        return {"rows": self.frame.height} | {fate: fates.get(fate, 0) for fate in FATES}


def in_order(problems: pl.DataFrame) -> pl.DataFrame:
    """Those of the whole file first, then row by row as they were found."""
    return problems.sort("number", nulls_last=False, maintain_order=True)


def told(
    kind: Kind, rows: pl.DataFrame, *, column: pl.Expr | str, value: pl.Expr, **words: pl.Expr
) -> pl.DataFrame:
    """One problem of this kind for each of `rows` (number, sheet, sheet_row); words fill the kind's templates."""
    filled = {"value": value, **words}
    return rows.select(
        pl.lit(kind.code).alias("code"),
        pl.lit(kind.severity.value).alias("severity"),
        pl.col("number").cast(pl.UInt32),
        pl.col("sheet"),
        pl.col("sheet_row").cast(pl.UInt32).alias("row"),
        (pl.lit(column) if isinstance(column, str) else column).alias("column"),
        value.cast(pl.String).alias("value"),
        _filled(kind.message, filled).alias("message"),
        _filled(kind.remedy, filled).alias("remedy"),
    )


def _filled(template: str, words: dict[str, pl.Expr]) -> pl.Expr:
    parts: list[pl.Expr] = []
    for literal, field, _, _ in Formatter().parse(template):
        if literal:
            parts.append(pl.lit(literal))
        if field:
            parts.append(words[field].cast(pl.String).fill_null(""))
    return pl.concat_str(parts)


def as_frame(problems: list[Problem]) -> pl.DataFrame:
    """Problems of the file itself as lines of the table."""
    rows = [
        {
            "code": each.code,
            "severity": each.severity.value,
            "number": None,
            "sheet": each.sheet,
            "row": each.row,
            "column": each.column,
            "value": each.value,
            "message": each.message,
            "remedy": each.remedy,
        }
        for each in problems
    ]
    return pl.DataFrame(rows, schema=PROBLEM_SCHEMA)


def as_problems(found: pl.DataFrame) -> list[Problem]:
    """Lines of the table as problems that stand alone."""
    return [
        Problem(
            **{name: row[name] for name in ("code", "message", "remedy", "sheet", "row", "column", "value")},
            severity=Severity(row["severity"]),
        )
        for row in found.iter_rows(named=True)
    ]
