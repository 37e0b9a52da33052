"""Many people or many months at once: what a programme costs, what a reform would do, what claims to expect.

The only module of policy that knows Polars. Nothing here reads a database: the caller hands over
a frame or plain columns and gets the same kind back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from time import perf_counter
from typing import Any, overload

import polars as pl

from lindung.kernel.month import Month, months_from
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands
from lindung.policy.benefits import benefit
from lindung.policy.facts import PAYERS, SECTORS, at_least
from lindung.policy.law import Law, current
from lindung.policy.premiums import premium, whole
from lindung.policy.problems import OUT_OF_RANGE, TWO_BASES, UNKNOWN_WORD
from lindung.policy.results import Notice, Premium
from lindung.policy.words import Rp, Text, fill

# Incidence is stated as cases among so many people in a year, as statistics offices do.
PEOPLE = 100 * 1000
MONTHS_OF_A_YEAR = 12
# More days than any date of ours since the epoch has; the lowest digit of a key.
DAYS = 100 * 1000
EPOCH = date(1970, 1, 1)
Columns = Mapping[str, Sequence[Any]]


@overload
def premiums(people: pl.DataFrame, *, law: Law | None = None) -> pl.DataFrame: ...
@overload
def premiums(people: Columns, *, law: Law | None = None) -> dict[str, list[Any]]: ...
def premiums(people: pl.DataFrame | Columns, *, law: Law | None = None) -> pl.DataFrame | dict[str, list[Any]]:
    """Adds the column `premium`: a row is a person-month with month (its first day) and payer.

    Optional columns: sector (other), and one of base or income (first tier). JKK and JKM, BPU.
    """
    law = law or current()
    frame = people if isinstance(people, pl.DataFrame) else pl.DataFrame(dict(people))
    keys = frame.select(_key(frame, law).alias("key"))
    if empty := keys["key"].null_count():
        _refuse_unknown(frame)
        rule = "Isi bulan sejak aturan pertama dan dasar penghasilan pada setiap baris."
        raise Refused(OUT_OF_RANGE.problem(fact="Baris tanpa bulan atau dasar", given=empty, rule=rule))
    # Few kinds of person-months make up millions of rows: each kind is priced once, then looked up.
    kinds = keys.unique()
    prices = pl.Series("premium", [_price_of(key, law) for key in kinds["key"]], dtype=pl.Int64)
    priced = frame.with_columns(
        keys.join(kinds.with_columns(prices), on="key", how="left", maintain_order="left")["premium"]
    )
    return priced if isinstance(people, pl.DataFrame) else priced.to_dict(as_series=False)


def _key(frame: pl.DataFrame, law: Law) -> pl.Expr:
    """Base, sector, payer and month of a row in one number, for numbers join far faster than words."""
    names = set(frame.columns)
    if {"base", "income"} <= names:
        raise Refused(TWO_BASES.problem(given="income, base"))
    sector = pl.col("sector") if "sector" in names else pl.lit("other")
    key = _base(frame, law).cast(pl.Int64) * len(SECTORS) + _place(sector, SECTORS)
    key = (key * len(PAYERS) + _place(pl.col("payer"), PAYERS)) * DAYS + _days(pl.col("month"))
    return pl.when(pl.col("month") >= law["jkk_tiers"].values[0].start).then(key)


def _price_of(key: int, law: Law) -> int:
    key, day = divmod(key, DAYS)
    key, payer = divmod(key, len(PAYERS))
    base, sector = divmod(key, len(SECTORS))
    month = Month.of(EPOCH + timedelta(days=day))
    return premium(on=month, payer=PAYERS[payer], sector=SECTORS[sector], base=base, law=law).monthly


def _place(words: pl.Expr, known: Sequence[str]) -> pl.Expr:
    return words.cast(pl.Enum(known), strict=False).to_physical().cast(pl.Int64)


def _days(month: pl.Expr) -> pl.Expr:
    return month.cast(pl.Date).to_physical().cast(pl.Int64)


def _refuse_unknown(frame: pl.DataFrame) -> None:
    """Names the words nobody knows; asked only once some row has no key."""
    for column, words in (("payer", PAYERS), ("sector", SECTORS)):
        given = frame[column].unique().cast(pl.String).to_list() if column in frame.columns else []
        if strange := sorted(str(word) for word in set(given) - set(words)):
            raise Refused(UNKNOWN_WORD.problem(fact=column, given=", ".join(strange), known=", ".join(words)))


def _base(frame: pl.DataFrame, law: Law) -> pl.Expr:
    """The wage base as given, or by the tiers in force in each row's month."""
    if "base" in frame.columns:
        return pl.col("base")
    found: pl.Expr = pl.lit(None, dtype=pl.Int64)
    for value in law["jkk_tiers"].values:
        bases = pl.lit(pl.Series([row["base"] for row in value.value]))
        base = bases.first()
        if "income" in frame.columns:
            bounds = pl.lit(pl.Series([row["from"] for row in value.value][1:]))
            income = pl.col("income").fill_null(0).cast(pl.Int64)
            base = bases.gather(bounds.search_sorted(income, side="right"))
        found = pl.when(pl.col("month") >= value.start).then(base).otherwise(found)
    return found


@dataclass(frozen=True, slots=True)
class Cost:
    """A programme month by month. `affordable` is how many of its seats the budget pays for all months."""

    total: int
    monthly: tuple[tuple[Month, int], ...]
    per_seat: Premium
    seats: int
    budget: int | None
    affordable: int | None
    funded_until: Month | None

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "total": self.total,
            "seats": self.seats,
            "months": [{"month": str(month), "amount": amount} for month, amount in self.monthly],
            "per_seat": self.per_seat.as_dict(lang),
            "budget": self.budget,
            "affordable_seats": self.affordable,
            "funded_until": str(self.funded_until) if self.funded_until else None,
        }


def cost(
    *, start: Month, months: int, seats: int, budget: int | None = None, law: Law | None = None, **facts: Any
) -> Cost:
    """What `seats` cost for `months` from `start`; with a budget, how many seats or months it pays.

    `facts` are those of `premium`: payer, sector, tier, income, base, parts, rate, rate_source.
    """
    at_least("Jumlah kursi", seats, 0)
    whole_span = premium(on=start, months=months, law=law, **facts)
    amounts = [(month, seats * premium(on=month, law=law, **facts).monthly) for month in months_from(start, months)]
    affordable = None if budget is None else min(seats, at_least("Anggaran", budget, 0) // whole_span.total)
    return Cost(
        total=seats * whole_span.total,
        monthly=tuple(amounts),
        per_seat=whole_span,
        seats=seats,
        budget=budget,
        affordable=affordable,
        funded_until=None if budget is None else _funded_until(amounts, budget),
    )


def _funded_until(amounts: list[tuple[Month, int]], budget: int) -> Month | None:
    spent = accumulate(amount for _, amount in amounts)
    funded = [month for (month, _), sum_ in zip(amounts, spent, strict=True) if sum_ <= budget]
    return funded[-1] if funded else None


def within_budget(found: Cost) -> Text:
    return fill(
        "Anggaran {b} membayar {n} kursi selama {m} bulan; untuk semua kursi cukup sampai {u}.",
        "The budget of {b} pays {n} seats for {m} months; for every seat it lasts until {u}.",
        b=Rp(found.budget or 0),
        n=thousands(found.affordable or 0),
        m=found.per_seat.months,
        u=found.funded_until or "–",
    )


@dataclass(frozen=True, slots=True)
class Reform:
    before: int
    after: int
    by_month: tuple[tuple[Month, int, int], ...]

    @property
    def difference(self) -> int:
        return self.after - self.before


def reform(people: pl.DataFrame | Columns, *, law: Law, since: Law | None = None) -> Reform:
    """The premium of the same person-months under today's law (or `since`) and under the reformed `law`."""
    frame = people if isinstance(people, pl.DataFrame) else pl.DataFrame(dict(people))
    both = frame.select("month").with_columns(
        before=premiums(frame, law=since)["premium"], after=premiums(frame, law=law)["premium"]
    )
    months = both.group_by("month").agg(pl.col("before").sum(), pl.col("after").sum()).sort("month")
    rows = tuple((Month.of(month), before, after) for month, before, after in months.iter_rows())
    return Reform(sum(row[1] for row in rows), sum(row[2] for row in rows), rows)


@dataclass(frozen=True, slots=True)
class Incidence:
    """Cases a year among 100.000 members, as the user assumes them, with the reason for the assumption."""

    event: str
    cause: str
    per_100_000: int
    source: str


@dataclass(frozen=True, slots=True)
class Expected:
    """`cases` is exact; `amount` is the sum of benefits that have an amount, rounded by the rounding rule."""

    incidence: Incidence
    cases: Fraction
    amount: int
    warnings: tuple[Notice, ...]


def expected_claims(
    *,
    start: Month,
    months: int,
    seats: int,
    incidence: Iterable[Incidence],
    base: int | None = None,
    law: Law | None = None,
) -> tuple[Expected, ...]:
    """Expected claims of a programme whose members all begin with `start`; the three-month rule counts."""
    at_least("Jumlah kursi", seats, 0)
    return tuple(_expected(start, months, seats, one, base, law or current()) for one in incidence)


def _expected(start: Month, months: int, seats: int, one: Incidence, base: int | None, law: Law) -> Expected:
    at_least("Kejadian per 100.000 orang", one.per_100_000, 0)
    span = months_from(start, at_least("Jumlah bulan", months, 1))
    found = [
        benefit(on=month.first, event=one.event, cause=one.cause, start=start.first, base=base, law=law)
        for month in span
    ]
    weighted = seats * one.per_100_000 * sum(each.total for each in found)
    amount, _ = whole(law, start.first, weighted, PEOPLE * MONTHS_OF_A_YEAR)
    cases = Fraction(seats * one.per_100_000 * months, PEOPLE * MONTHS_OF_A_YEAR)
    warnings = {notice.code: notice for each in found for notice in each.warnings}
    return Expected(one, cases, amount, tuple(warnings.values()))


def bench(rows: int) -> dict[str, Any]:
    """Seconds (median of three) to price `rows` person-months of every payer, sector and tier."""
    frame = _invented(rows)
    seconds = sorted((_timed(frame), _timed(frame), _timed(frame)))
    return {"rows": rows, "seconds": round(seconds[1], 2), "rows_per_second": int(rows / seconds[1])}


def _invented(rows: int) -> pl.DataFrame:
    row = pl.int_range(rows, eager=True)
    first = Month.of(current()["relief_share"].values[-1].start).plus(-MONTHS_OF_A_YEAR)
    incomes = [tier["to"] or tier["from"] for tier in current()["jkk_tiers"].values[-1].value]
    choices = {
        "month": pl.Series([month.first for month in months_from(first, 2 * MONTHS_OF_A_YEAR)]),
        "payer": pl.Series(PAYERS),
        "sector": pl.Series(SECTORS),
        "income": pl.Series(incomes),
    }
    return pl.DataFrame({name: series.gather(row % len(series)) for name, series in choices.items()})


def _timed(frame: pl.DataFrame) -> float:
    begun = perf_counter()
    premiums(frame)
    return perf_counter() - begun
