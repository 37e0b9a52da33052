"""`lindung cover`: decide, replace, end and show cover."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.coverage import problems, queries, services
from lindung.coverage.models import Posting
from lindung.coverage.services import Decision
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands
from lindung.nominations.models import Enrolment
from lindung.people.nik import NotANik, mask, parse
from lindung.programmes.models import Decree
from lindung.programmes.queries import programme_of

ENDINGS = ("moved", "withdrawn", "double", "wage_earner", "active_member")
"""The reasons of Posting that an officer gives; death and BPJS's refusal have commands of their own."""


def _nik(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    try:
        return parse(text).digits
    except NotANik as trouble:
        raise click.BadParameter(f"{mask(text)} is no NIK; copy the 16 figures of the KTP") from trouble


def _day(_ctx: click.Context, _param: click.Parameter, text: str) -> date:
    return day_of(text)


def _month(_ctx: click.Context, _param: click.Parameter, text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as trouble:
        raise click.BadParameter(str(trouble)) from trouble


PROGRAMME = click.option("--programme", "code", required=True, metavar="CODE", help="Whose seats")
NIK = click.argument("nik", callback=_nik)


def by_decree[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """The options of a command that acts by a decree."""
    options = (
        PROGRAMME,
        click.option("--decree", "number", required=True, metavar="NUMBER", help="Number of the decree (SK)"),
        click.option("--signed-on", required=True, callback=_day, metavar="YYYY-MM-DD", help="Day of signature"),
        click.option("--signed-by", required=True, help="Office that signed, e.g. Bupati Malaka"),
        click.option("--region", metavar="CODE", help="Only this region, e.g. 53.21"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def cover() -> None:
    """Give, replace, end and show cover; whoever proposed somebody may not decide."""


@cover.command()
@by_decree
@click.option(
    "--free-months-only", is_flag=True, help="Cover the months nobody pays of whom another programme covers"
)
@acting
def decide(free_months_only: bool, **words: Any) -> None:
    """Name the reserve in a decree, by rank, as far as seats and rupiah go.

    Exit codes: 0 done, 1 refused or somebody is covered elsewhere (told on stderr), 2 cannot run.
    """
    act = partial(services.decide, free_months_only=free_months_only)
    _tell(_by_decree(act, Decree.Kind.DECISION, **words), "ditetapkan")


@cover.command()
@by_decree
@acting
def replace(**words: Any) -> None:
    """Strike whose cover has ended from the annex and seat the next of the reserve.

    Exit codes: 0 done, 1 refused or a seat stays empty (told on stderr), 2 cannot run.
    """
    _tell(_by_decree(services.replace, Decree.Kind.AMENDMENT, **words), "menggantikan")


def _by_decree(act: Callable[..., Decision], kind: str, *, code: str, **words: Any) -> Decision:
    _, decision = services.by_decree(act, kind, programme=programme_of(code), **words)
    return decision


def _tell(decision: Decision, done: str) -> None:
    for problem in decision.problems:
        click.echo(str(problem), err=True)
    click.echo(f"{thousands(decision.decided)} orang {done}, {thousands(decision.months)} bulan-orang.")
    sys.exit(1 if decision.problems else 0)


@cover.command()
@NIK
@click.option("--died-on", required=True, callback=_day, metavar="YYYY-MM-DD", help="Day of death")
@click.option("--source", required=True, help="Who says so: letter, village, family")
@acting
def death(nik: str, died_on: date, source: str, actor: Actor, on: date) -> None:
    """Record a death and free every month after it; the month of death stays covered."""
    if died_on > on:
        raise click.BadParameter(f"{died_on} is later than {on}, the day this counts for", param_hint="--died-on")
    people = [row.pk for row in queries.group_of(nik)]
    freed = services.report_death(people=people, died_on=died_on, source=source, actor=actor, on=on)
    click.echo(f"NIK {mask(nik)}: kematian {died_on} dicatat, {thousands(freed)} bulan dibebaskan.")


@cover.command()
@NIK
@PROGRAMME
@click.option("--from", "start", required=True, callback=_month, metavar="YYYY-MM", help="First month not covered")
@click.option("--reason", required=True, type=click.Choice(ENDINGS), help="Why")
@click.option("--note", default="", help="In your own words")
@acting
def end(nik: str, code: str, start: Month, reason: str, note: str, actor: Actor, on: date) -> None:
    """End somebody's cover from a month on; the seat is free for the next of the reserve."""
    programme = programme_of(code)
    held = Enrolment.objects.filter(programme=programme, person__in=queries.group_of(nik), ended_on=None)
    reaching = held.filter(cover_to__gte=start.first)
    cases = {seat.pk: max(start, Month.of(seat.cover_from)) for seat in reaching}
    if reason == Posting.Reason.DOUBLE and len(cases) > 1:
        # Both rows of one person sit in this programme: ending by NIK would leave nobody covered.
        raise Refused(problems.WHICH_SEAT.problem(value=mask(nik), count=len(cases), programme=code))
    if not cases:
        raise Refused(problems.NO_COVER_HERE.problem(value=mask(nik), programme=code))
    freed = services.end(programme=programme, cases=cases, reason=reason, actor=actor, on=on, note=note)
    click.echo(f"NIK {mask(nik)}: perlindungan program {code} diakhiri, {thousands(freed)} bulan dibebaskan.")


@cover.command()
@NIK
@click.option("--json", "as_json", is_flag=True, help="One object")
def show(nik: str, as_json: bool) -> None:
    """Which programme covers somebody in which months; NIK masked."""
    people = queries.group_of(nik)
    seats = queries.cover_of(people)
    if as_json:
        click.echo(json.dumps({"nik": mask(nik), "name": people[0].name, "cover": seats}, ensure_ascii=False))
        return
    click.echo(f"{people[0].name}, NIK {mask(nik)}")
    table = Table("program", "SK", "kabupaten/kota", "bulan ditanggung", "berakhir")
    for seat in seats:
        ended = f"{seat['ended_from']} ({Posting.Reason(seat['end_reason']).label})" if seat["ended_from"] else ""
        table.add_row(seat["programme"], seat["decree"], seat["district"], ", ".join(seat["months"]), ended)
    Console(markup=False).print(table)
