"""`lindung law`: premiums, benefits and rules at hand, each number with its article."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from lindung import policy
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah
from lindung.policy import pages, show
from lindung.policy.benefits import Costs
from lindung.policy.checks import faults, reform_faults
from lindung.policy.facts import CAUSES, EVENTS, PARTS, PAYERS, SECTORS, SEGMENTS, Child
from lindung.policy.inheritance import relations
from lindung.policy.law import FOLDER, Law, current
from lindung.policy.options import (
    AMOUNT,
    CHILD,
    DAY,
    NAMED,
    answer_options,
    base_options,
    date_option,
)
from lindung.policy.paperwork import CIRCUMSTANCES, CLAIMS, spelled
from lindung.policy.results import ESTIMATE

REFORM = click.option(
    "--reform",
    type=click.Path(exists=True, path_type=Path),
    help="A parameter file, or a folder of them, laid over the law.",
)


@click.group()
def law() -> None:
    """Premiums and benefits of BPJS Ketenagakerjaan (BPU) for any date, with the article that says so."""


@law.command()
@date_option
@click.option("--payer", type=click.Choice(PAYERS), required=True)
@click.option("--months", type=int, default=1, show_default=True)
@click.option("--segment", type=click.Choice(SEGMENTS), default="bpu", show_default=True)
@click.option("--sector", type=click.Choice(SECTORS), default="other", show_default=True)
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, help="JKK and JKM when left out.")
@click.option("--rate", type=AMOUNT, help="Rupiah a month, for a segment without a verified tariff.")
@click.option("--rate-source", help="Who says so: letter, number, date.")
@base_options
@REFORM
@answer_options
def premium(reform: Path | None, as_json: bool, lang: str, parts: tuple[str, ...], **facts: Any) -> None:
    """What cover costs, from the month of --date on."""
    found = policy.premium(**facts, parts=parts or ("jkk", "jkm"), law=_law(reform))
    show.as_json(found.as_dict(lang)) if as_json else show.money(found, lang)


@law.command()
@date_option
@click.option("--event", type=click.Choice(EVENTS), default="death", show_default=True)
@click.option("--cause", type=click.Choice(CAUSES))
@click.option("--segment", type=click.Choice(SEGMENTS), default="bpu", show_default=True)
@click.option("--family", multiple=True, help="Relations of those alive: spouse, child, sibling, …")
@click.option("--start", type=DAY, help="Member since, as BPJS states it.")
@click.option("--registered-on", type=DAY)
@click.option("--paid-through", type=DAY, help="Last day of the last paid month.")
@click.option("--paid-months", type=int)
@click.option("--unbroken-months", type=int, help="The latest months paid without a break.")
@click.option("--born", type=DAY)
@click.option("--ill-at-registration", is_flag=True)
@click.option("--treatment", type=AMOUNT, default=0)
@click.option("--transport", type=NAMED, multiple=True, help="land=…, sea=…, air=… (receipts)")
@click.option("--days-unable", type=int, default=0)
@click.option("--anatomical", multiple=True, help="A code of the schedule; may be repeated.")
@click.option("--functional", type=NAMED, multiple=True, help="code=percent of function lost")
@click.option("--home-care", type=AMOUNT, default=0)
@click.option("--home-care-months", type=int, default=0)
@click.option("--prosthesis", type=AMOUNT, default=0)
@click.option("--dental", type=AMOUNT, default=0)
@click.option("--glasses", type=AMOUNT, default=0)
@click.option("--hearing-aid", type=AMOUNT, default=0)
@click.option("--child", "children", type=CHILD, multiple=True, help=CHILD.__doc__)
@base_options
@REFORM
@answer_options
def benefit(reform: Path | None, as_json: bool, lang: str, **facts: Any) -> None:
    """What the law promises for an event on --date. An estimate; BPJS decides."""
    given = {name: facts.pop(name) for name in Costs.__dataclass_fields__}
    given |= {"transport": dict(given["transport"]), "functional": dict(given["functional"])}
    family = facts.pop("family") or None
    found = policy.benefit(**facts, family=family, costs=Costs(**given), law=_law(reform))
    show.as_json(found.as_dict(lang)) if as_json else show.money(found, lang)


@law.command()
@date_option
@click.option("--route", type=click.Choice(["jkm", "jkk"]), default="jkm", show_default=True)
@click.option("--paid-months", type=int)
@click.option("--unbroken-months", type=int)
@click.option("--children", "number", type=click.IntRange(0), default=0, help="Children of unknown age.")
@click.option("--child", "children", type=CHILD, multiple=True, help=CHILD.__doc__)
@REFORM
@answer_options
def scholarship(
    reform: Path | None, as_json: bool, lang: str, number: int, children: tuple[Child, ...], **facts: Any
) -> None:
    """The most that may be paid for the children over the years."""
    everyone = (*children, *(Child() for _ in range(number)))
    found = policy.scholarship(**facts, children=everyone, law=_law(reform))
    show.as_json(found.as_dict(lang)) if as_json else show.money(found, lang)


@law.command()
@date_option
@click.option("--born", type=DAY, required=True)
@click.option("--min-age", type=int, help="The programme's own, where stricter.")
@click.option("--age-below", type=int, help="The programme's own, where stricter.")
@click.option("--already-covered", is_flag=True)
@REFORM
@answer_options
def eligibility(reform: Path | None, as_json: bool, lang: str, **facts: Any) -> None:
    """May this person be registered on --date? Exit 1 when not."""
    found = policy.eligibility(**facts, law=_law(reform))
    if as_json:
        show.as_json(found.as_dict(lang))
    else:
        yes, no = ("dapat didaftarkan", "tidak dapat didaftarkan") if lang == "id" else ("eligible", "no")
        click.echo(yes if found.eligible else no)
        show.notes((*found.reasons, *found.warnings), lang)
    sys.exit(0 if found.eligible else 1)


@law.command()
@date_option
@click.option("--family", multiple=True, help="spouse, child, parent, …; may be repeated.")
@click.option("--minors", is_flag=True, help="One of the heirs is a minor.")
@click.option("--will-notarial", is_flag=True, default=None)
@answer_options
def heirs(on: date, as_json: bool, lang: str, **facts: Any) -> None:
    """Who receives the money, in the order of the law."""
    found = policy.heirs(on=on, **facts)
    if as_json:
        show.as_json(found.as_dict(lang))
        return
    table = show.grid(["#", "label", "family", "article"], lang)
    order = current().at("heirs", on)
    for row in order.value:
        here = row["rank"] == found.rank
        who = ", ".join(code for code in relations(on) if code in row["codes"])
        mark = "→" if here else ""
        table.add_row(f"{mark}{row['rank']}", row[lang], who, show.linked(order), style="bold" if here else "")
    show.console().print(table)
    show.notes(found.warnings, lang)
    click.echo(ESTIMATE.in_(lang))


@law.command()
@date_option
@click.option("--claim", type=click.Choice([claim.replace("_", "-") for claim in CLAIMS]), required=True)
@click.option("--with", "circumstances", type=click.Choice(CIRCUMSTANCES), multiple=True)
@answer_options
def documents(on: date, claim: str, circumstances: tuple[str, ...], as_json: bool, lang: str) -> None:
    """What to bring for a claim; with --with only what those circumstances ask."""
    found = policy.documents(claim=claim, on=on, circumstances=circumstances or None)
    if as_json:
        show.as_json([one.as_dict(lang) for one in found])
        return
    table = show.grid(["", "label", "with", "article"], lang)
    for one in found:
        table.add_row("☐" if one.needed else "–", one.label.in_(lang), one.when or "", show.linked(one.source))
    show.console().print(table)


@law.command()
@date_option
@click.option("--claim", type=click.Choice(["jkm", "jkk", "jkk-death"]), required=True)
@click.option("--submitted", type=DAY, help="The day the papers were complete.")
@answer_options
def deadlines(on: date, claim: str, submitted: date | None, as_json: bool, lang: str) -> None:
    """Report, payment and expiry for an event on --date."""
    found = policy.deadlines(claim=claim, on=on, submitted=submitted)
    if as_json:
        show.as_json([one.as_dict(lang) for one in found])
        return
    table = show.grid(["label", "by", "article"], lang)
    for one in found:
        table.add_row(one.label.in_(lang), spelled(one, lang), show.linked(one.source))
    show.console().print(table)
    for one in found:
        show.notes(one.warnings, lang)


@law.command()
@click.option("--from", "since", type=DAY, required=True)
@click.option("--to", "until", type=DAY, required=True)
@answer_options
def changes(since: date, until: date, as_json: bool, lang: str) -> None:
    """What changed after --from up to --to."""
    found = policy.changes(since=since, until=until)
    if as_json:
        show.as_json([one.as_dict(lang) for one in found])
        return
    table = show.grid(["on", "label", "before", "after", "article"], lang)
    for one in found:
        before, after = (
            show.written(side.value, one.parameter.unit, lang) if side else "–" for side in (one.before, one.after)
        )
        told = one.after or one.before
        article = show.linked(told) if told else ""
        table.add_row(one.on.isoformat(), one.parameter.label.in_(lang), before, after, article)
    show.console().print(table)


@law.command()
@answer_options
def questions(as_json: bool, lang: str) -> None:
    """Open questions for a lawyer or BPJS, from the data itself."""
    found = policy.questions()
    if as_json:
        show.as_json([one.as_dict(lang) for one in found])
        return
    table = show.grid(["#", "question", "label", "article", "confidence"], lang)
    for number, one in enumerate(found, start=1):
        level = show.CONFIDENCE[one.value.confidence].in_(lang)
        row = (str(number), one.text.in_(lang), one.value.parameter, show.linked(one.value), level)
        table.add_row(*row)
    show.console().print(table)


@law.command()
@date_option
@click.option("--months", type=click.IntRange(1), required=True)
@click.option("--seats", type=click.IntRange(0), required=True)
@click.option("--budget", type=AMOUNT, help="How many seats and months does it pay?")
@click.option("--payer", type=click.Choice(PAYERS), required=True)
@click.option("--sector", type=click.Choice(SECTORS), default="other", show_default=True)
@base_options
@REFORM
@answer_options
def cost(on: date, reform: Path | None, as_json: bool, lang: str, **facts: Any) -> None:
    """What a programme costs from the month of --date on, and what a budget pays."""
    from lindung.policy import scenarios  # Polars is loaded only where it is needed

    found = scenarios.cost(start=Month.of(on), law=_law(reform), **facts)
    if as_json:
        show.as_json(found.as_dict(lang))
        return
    table = show.grid(["month", "amount"], lang, {"amount": "right"})
    for month, amount in found.monthly:
        table.add_row(str(month), rupiah(amount))
    table.add_section()
    table.add_row(show.TOTAL.in_(lang), rupiah(found.total), style="bold")
    show.console().print(table)
    if found.affordable is not None:
        click.echo(scenarios.within_budget(found).in_(lang))
    show.notes(found.per_seat.warnings, lang)


@law.command()
@click.option("--rows", type=click.IntRange(1), default=10 * 1000 * 1000, show_default=True)
@answer_options
def bench(rows: int, as_json: bool, lang: str) -> None:
    """Price so many invented person-months at once, three times."""
    from lindung.policy import scenarios

    found = scenarios.bench(rows)
    show.as_json(found) if as_json else click.echo(", ".join(f"{name} {told}" for name, told in found.items()))


@law.command(name="check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
@answer_options
def check_files(folder: Path, as_json: bool, lang: str) -> None:
    """Look at every parameter file: citations, dates without gap or overlap, whole numbers. Exit 1 on a fault."""
    found = faults(folder)
    if as_json:
        show.as_json([problem.as_dict() for problem in found])
    else:
        for problem in found:
            click.echo(str(problem))
    sys.exit(1 if found else 0)


@law.command(name="pages")
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/law"), show_default=True)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a page is not current.")
def write_pages(out: Path, check: bool) -> None:
    """Write the documentation: one page per parameter, and the index."""
    if not check:
        click.echo(f"{len(pages.write(out, current()))} halaman ditulis di {out}")
        return
    if stale := pages.stale(out, current()):
        click.echo("\n".join((*stale, "Halaman ini tidak sesuai datanya. Jalankan: lindung law pages")), err=True)
        sys.exit(1)


def _law(reform: Path | None) -> Law:
    if reform is None:
        return current()
    if found := reform_faults(reform):
        raise Refused(*found)
    return current().reformed(reform)
