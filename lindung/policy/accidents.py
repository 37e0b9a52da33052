"""Work accident and occupational disease (JKK): expenses, days unable to work, disability, death."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from lindung.kernel.problem import Refused
from lindung.policy import notices
from lindung.policy.deaths import amount_line, periodic
from lindung.policy.facts import at_least, known
from lindung.policy.law import Law, Value
from lindung.policy.premiums import whole
from lindung.policy.problems import OUT_OF_RANGE
from lindung.policy.results import Line, Notice
from lindung.policy.words import Rp, Text, fill, percent

if TYPE_CHECKING:
    from lindung.policy.benefits import Costs

MODES = ("land", "sea", "air")
AIDS = ("dental", "glasses", "hearing_aid")
WHOLE_LOSS = 100


def expenses(law: Law, on: date, costs: Costs, base: int) -> Iterator[Line]:
    """Everything that receipts and days tell, whatever the end of the accident."""
    if costs.treatment:
        yield _treatment(law, on, at_least("Biaya perawatan", costs.treatment, 0))
    for mode, receipt in costs.transport.items():
        yield _capped(law, on, f"jkk_transport_{known('Angkutan', mode, MODES)}", receipt)
    if costs.days_unable:
        yield _unable(law, on, at_least("Hari tidak mampu bekerja", costs.days_unable, 0), base)
    if costs.home_care:
        yield _capped(law, on, "jkk_home_care_cap", costs.home_care, law.at("jkk_home_care_months", on))
    if costs.prosthesis:
        yield _prosthesis(law, on, at_least("Harga alat", costs.prosthesis, 0))
    for aid in AIDS:
        if receipt := getattr(costs, aid):
            yield _capped(law, on, f"jkk_{aid}", receipt)


def lasting(law: Law, on: date, event: str, costs: Costs, base: int) -> Iterator[Line]:
    """What remains: partial disability, or total disability or death with their periodic benefit."""
    if event == "death":
        yield _death(law, on, base)
        yield periodic(law, on, "jkk")
        yield amount_line(law, on, "jkk_funeral")
    elif event == "total-disability":
        yield _share_of_months(law, on, "jkk_total_disability", base)
        yield periodic(law, on, "jkk")
    elif costs.anatomical or costs.functional:
        yield from _partial(law, on, costs, base)


def cautions(law: Law, on: date, cause: str, costs: Costs) -> Iterator[Notice]:
    longest = law["jkk_home_care_months"].at(on)
    if longest and costs.home_care_months > longest.value:
        yield notices.home_care_too_long(costs.home_care_months, longest)
    schedule = law["jkk_disability_schedule"].at(on)
    for code in (*costs.anatomical, *costs.functional):
        row = _row(schedule, code) if schedule else {}
        if schedule and "up_to" in row:
            yield notices.doctor_chooses(Text(row["id"], row["en"]), row, schedule)
    if cause != "work-accident":
        yield notices.cause_examined()


def undecided(law: Law, on: date, event: str) -> Iterator[Notice]:
    """Benefits that follow medical need and have no amount to compute."""
    if event == "death":
        yield notices.service(law.at("jkk_treatment", on))
        return
    for name in ("jkk_treatment", "jkk_diagnosis", "jkk_return_to_work"):
        if value := law[name].at(on):
            yield notices.service(value)


def _treatment(law: Law, on: date, cost: int) -> Line:
    rule = law.at("jkk_treatment", on)
    formula = fill("{a}, tanpa batas biaya", "{a}, no ceiling", a=Rp(cost))
    return Line("jkk_treatment", rule.label, cost, formula, (rule,), (("cost", cost),))


def _capped(law: Law, on: date, parameter: str, receipt: int, *others: Value) -> Line:
    at_least("Biaya", receipt, 0)
    cap = law.at(parameter, on)
    return Line(
        code=parameter.removesuffix("_cap"),
        label=cap.label,
        amount=min(receipt, cap.value),
        formula=fill(
            "kuitansi {r}, paling banyak {c}", "receipts {r}, at most {c}", r=Rp(receipt), c=Rp(cap.value)
        ),
        sources=(cap, *others),
        inputs=(("receipts", receipt),),
    )


def _prosthesis(law: Law, on: date, price: int) -> Line:
    extra = law.at("jkk_prosthesis_surcharge", on)
    amount, rounding = whole(law, on, price * (1000 + extra.value), 1000)
    formula = fill("{a} + {p}", "{a} + {p}", a=Rp(price), p=percent(extra.value))
    return Line("jkk_prosthesis", extra.label, amount, formula, (extra, *rounding), (("price", price),))


def _unable(law: Law, on: date, days: int, base: int) -> Line:
    """Days one after another, each at the share of the month it falls in."""
    shares, month = law.at("jkk_unable_share", on), law.at("jkk_unable_days_per_month", on)
    weighted, spent = 0, 0
    terms = []
    for row in shares.value:
        last = days if row["through"] is None else min(days, row["through"] * month.value)
        if last > spent:
            weighted += (last - spent) * row["per_mille"]
            terms.append((last - spent, percent(row["per_mille"])))
            spent = last
    amount, rounding = whole(law, on, base * weighted, month.value * 1000)
    formula = fill(
        "{b} / {m} × ({t_id})",
        "{b} / {m} × ({t_en})",
        b=Rp(base),
        m=month.value,
        t_id=" + ".join(f"{count} hari × {share.id}" for count, share in terms),
        t_en=" + ".join(f"{count} days × {share.en}" for count, share in terms),
    )
    inputs: tuple[tuple[str, int | str], ...] = (("base", base), ("days", days))
    return Line("jkk_unable", shares.label, amount, formula, (shares, month, *rounding), inputs)


def _share_of_months(law: Law, on: date, parameter: str, base: int) -> Line:
    share, months = law.at(parameter, on), law.at("jkk_disability_months", on)
    amount, rounding = whole(law, on, share.value * months.value * base, 1000)
    words = {"p": percent(share.value), "n": months.value, "b": Rp(base)}
    formula = fill("{p} × {n} × {b}", "{p} × {n} × {b}", **words)
    return Line(parameter, share.label, amount, formula, (share, months, *rounding), (("base", base),))


def _death(law: Law, on: date, base: int) -> Line:
    line = _share_of_months(law, on, "jkk_death", base)
    floor = law.at("jkm_lump_sum", on)
    if line.amount >= floor.value:
        return line
    formula = fill("{f}, paling sedikit {a}", "{f}, at least {a}", f=line.formula, a=Rp(floor.value))
    return Line(line.code, line.label, floor.value, formula, (*line.sources, floor), line.inputs)


class _Loss(NamedTuple):
    """An impairment, and its share in per mille of a per cent: the schedule times the loss of function."""

    row: Mapping[str, Any]
    loss: int
    share: int


def _partial(law: Law, on: date, costs: Costs, base: int) -> Iterator[Line]:
    """One line per impairment; several together share what the ceiling leaves."""
    schedule, months = law.at("jkk_disability_schedule", on), law.at("jkk_disability_months", on)
    functional = (law.at("jkk_partial_functional", on),) if costs.functional else ()
    cap = law.at("jkk_disability_cap", on)
    losses = [*_losses(schedule, costs)]
    left = cap.value * WHOLE_LOSS if len(losses) > 1 else losses[0].share
    for one in losses:
        granted = min(one.share, left)
        left -= granted
        ceiling = (cap,) if granted < one.share else ()
        yield _impairment(law, on, one, granted, base, (schedule, months, *functional, *ceiling))


def _losses(schedule: Value, costs: Costs) -> Iterator[_Loss]:
    stated = [*((code, WHOLE_LOSS) for code in costs.anatomical), *costs.functional.items()]
    for code, loss in stated:
        if not 0 < loss <= WHOLE_LOSS:
            rule = f"Isi persen kehilangan fungsi, 1 sampai {WHOLE_LOSS}."
            raise Refused(OUT_OF_RANGE.problem(fact="Kehilangan fungsi", given=loss, rule=rule))
        row = _row(schedule, code)
        yield _Loss(row, loss, row["per_mille"] * loss)


def _impairment(law: Law, on: date, one: _Loss, granted: int, base: int, sources: tuple[Value, ...]) -> Line:
    months = sources[1].value
    amount, rounding = whole(law, on, granted * months * base, WHOLE_LOSS * 1000)
    formula = fill("{p} × {n} × {b}", "{p} × {n} × {b}", p=percent(one.row["per_mille"]), n=months, b=Rp(base))
    if one.loss < WHOLE_LOSS:
        formula = fill("{l} % × {f}", "{l}% × {f}", l=one.loss, f=formula)
    if granted < one.share:
        formula = fill(
            "{f}, dibatasi jumlah {c}", "{f}, limited by the sum {c}", f=formula, c=percent(sources[-1].value)
        )
    label = Text(f"Cacat sebagian: {one.row['id']}", f"Partial disability: {one.row['en']}")
    inputs = (("impairment", one.row["code"]), ("loss", one.loss), ("base", base))
    return Line("jkk_partial", label, amount, formula, (*sources, *rounding), inputs)


def _row(schedule: Value, code: str) -> Mapping[str, Any]:
    rows = {row["code"]: row for row in schedule.value}
    row: Mapping[str, Any] = rows[known("Cacat", code, rows)]
    return row
