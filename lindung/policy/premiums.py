"""What cover costs: for a month, or for months on end whose tariff may change on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from lindung.kernel.month import Month, months_from
from lindung.kernel.problem import Refused
from lindung.policy import notices
from lindung.policy.facts import (
    PARTS,
    PAYERS,
    SECTORS,
    SEGMENTS,
    at_least,
    is_tier_base,
    known,
    month_of,
    wage_base,
)
from lindung.policy.law import Law, Value, current
from lindung.policy.problems import RATE_NEEDED, RATE_NOT_TAKEN
from lindung.policy.results import Line, Notice, Premium, doubts
from lindung.policy.words import Rp, Text, fill, percent

LABELS = {
    "jkk": Text("Iuran Jaminan Kecelakaan Kerja (JKK)", "Work accident premium (JKK)"),
    "jkm": Text("Iuran Jaminan Kematian (JKM)", "Death premium (JKM)"),
    "jht": Text("Iuran Jaminan Hari Tua (JHT)", "Old-age savings premium (JHT)"),
    "typed": Text("Iuran menurut tarif yang diketik", "Premium at the typed rate"),
}
RELIEVED = ("jkk", "jkm")


class Ask(NamedTuple):
    """The facts of one premium; hashable, so that the same question is answered from memory."""

    month: Month
    payer: str
    segment: str
    income: int | None
    tier: int | None
    base: int | None
    parts: tuple[str, ...]
    sector: str
    months: int
    rate: int | None
    rate_source: str | None


class Priced(NamedTuple):
    amount: int
    formula: Text
    sources: tuple[Value, ...]
    inputs: tuple[tuple[str, int | str], ...]


def premium(
    *,
    on: date | Month,
    payer: str,
    segment: str = "bpu",
    income: int | None = None,
    tier: int | None = None,
    base: int | None = None,
    parts: Sequence[str] = ("jkk", "jkm"),
    sector: str = "other",
    months: int = 1,
    rate: int | None = None,
    rate_source: str | None = None,
    law: Law | None = None,
) -> Premium:
    """The premium of `months` months of cover beginning with the month of `on`, each at its own month's tariff."""
    ask = Ask(month_of(on), payer, segment, income, tier, base, tuple(parts), sector, months, rate, rate_source)
    return _remembered(law or current(), *ask)


# Typed, fact by fact: True and 1.0 equal 1, and must not be answered from the memory of 1.
@lru_cache(maxsize=4096, typed=True)
def _remembered(law: Law, *facts: Any) -> Premium:
    ask = Ask(*facts)
    asked = ask._replace(
        payer=known("Pembayar", ask.payer, PAYERS),
        segment=known("Segmen", ask.segment, SEGMENTS),
        sector=known("Sektor", ask.sector, SECTORS),
        parts=tuple(known("Program", part, PARTS) for part in dict.fromkeys(ask.parts)),
        months=at_least("Jumlah bulan", ask.months, 1),
    )
    return _by_tariff(law, asked) if asked.segment == "bpu" else _by_typed_rate(law, asked)


def _by_tariff(law: Law, ask: Ask) -> Premium:
    if ask.rate is not None:
        raise Refused(RATE_NOT_TAKEN.problem(segment=ask.segment))
    months = months_from(ask.month, ask.months)
    base, tiers = wage_base(law, months[0].first, ask.income, ask.tier, ask.base)
    priced = {month: [_price(law, ask, part, month) for part in ask.parts] for month in months}
    lines = tuple(
        _line(part, [prices[index] for prices in priced.values()]) for index, part in enumerate(ask.parts)
    )
    monthly = [sum(price.amount for price in prices) for prices in priced.values()]
    return Premium(
        monthly=monthly[0],
        months=ask.months,
        total=sum(monthly),
        base=base,
        lines=lines,
        warnings=_warnings(law, ask, base, tiers, monthly, lines),
    )


def _price(law: Law, ask: Ask, part: str, month: Month) -> Priced:
    """One part of one month before and after relief."""
    day = month.first
    if part == "jkm":
        flat = law.at("jkm_premium", day)
        full, formula = flat.value, fill("{a}", "{a}", a=Rp(flat.value))
        return _relieved(law, ask, part, day, Priced(full, formula, (flat,), ()))
    base, tiers = wage_base(law, day, ask.income, ask.tier, ask.base)
    rate = law.at(f"{part}_rate", day)
    full, rounding = whole(law, day, base * rate.value, 1000)
    formula = fill("{p} × {b}", "{p} × {b}", p=percent(rate.value), b=Rp(base))
    inputs = (("base", base), ("per_mille", rate.value))
    return _relieved(law, ask, part, day, Priced(full, formula, (rate, tiers, *rounding), inputs))


def _relieved(law: Law, ask: Ask, part: str, day: date, price: Priced) -> Priced:
    share = law.at("relief_share", day)
    waived = share.value[ask.sector]
    if part not in RELIEVED or not waived:
        return price
    granted = law.at(f"relief_payer_{ask.payer}", day)
    if not granted.value:
        return price._replace(sources=(*price.sources, granted))
    amount, rounding = whole(law, day, price.amount * (1000 - waived), 1000)
    left = percent(1000 - waived)
    return Priced(
        amount,
        fill("{p} × {f}", "{p} × {f}", p=left, f=price.formula),
        (*price.sources, share, granted, *rounding),
        (*price.inputs, ("relief_per_mille", waived)),
    )


def whole(law: Law, day: date, dividend: int, divisor: int) -> tuple[int, tuple[Value, ...]]:
    """Whole rupiah; the rounding rule is a source only where rounding happened."""
    amount, rest = divmod(dividend, divisor)
    if not rest:
        return amount, ()
    rule = law.at("rounding", day)
    up = rule.value == "up" or (rule.value == "half_up" and rest + rest >= divisor)
    return amount + up, (rule,)


def _line(part: str, prices: list[Priced]) -> Line:
    """Months of the same price are one term of the formula."""
    runs = [list(run) for _, run in groupby(prices, key=lambda price: (price.amount, price.formula))]
    formulas = [fill("{f} × {n} bulan", "{f} × {n} months", f=run[0].formula, n=len(run)) for run in runs]
    formula = Text(" + ".join(one.id for one in formulas), " + ".join(one.en for one in formulas))
    # A rule enacted anew word for word is one source, not two.
    sources = {(one.parameter, one.citation, one.confidence): one for price in prices for one in price.sources}
    return Line(
        code=part,
        label=LABELS[part],
        amount=sum(price.amount for price in prices),
        formula=formula,
        sources=tuple(sources.values()),
        inputs=(*prices[0].inputs, ("months", len(prices))),
    )


def _warnings(
    law: Law, ask: Ask, base: int, tiers: Value, monthly: list[int], lines: tuple[Line, ...]
) -> tuple[Notice, ...]:
    found: list[Notice] = []
    day = ask.month.first
    periods = law.at("payment_periods", day)
    if ask.months not in periods.value:
        found.append(notices.payment_period(ask.months, periods))
    if len(set(monthly)) > 1:
        found.append(notices.tariff_changes(monthly))
    if not is_tier_base(tiers, base):
        found.append(notices.base_not_in_table(base, tiers))
    if missing := [part for part in RELIEVED if part not in ask.parts]:
        found.append(notices.compulsory(missing, law.at("bpu_programmes", day)))
    return (*found, *doubts(source for line in lines for source in line.sources))


def _by_typed_rate(law: Law, ask: Ask) -> Premium:
    tariff = law.at("wage_earner_tariff", ask.month.first)
    if ask.rate is None or not (ask.rate_source or "").strip():
        raise Refused(RATE_NEEDED.problem(segment=ask.segment))
    rate = at_least("Tarif per bulan", ask.rate, 1)
    total = rate * ask.months
    line = Line(
        code="typed",
        label=LABELS["typed"],
        amount=total,
        formula=fill("{r} × {n} bulan", "{r} × {n} months", r=Rp(rate), n=ask.months),
        sources=(tariff,),
        inputs=(("rate", rate), ("rate_source", ask.rate_source or ""), ("months", ask.months)),
    )
    said = (notices.typed_rate(rate, ask.rate_source or "", tariff), *doubts([tariff]))
    return Premium(rate, ask.months, total, ask.base, (line,), said)
