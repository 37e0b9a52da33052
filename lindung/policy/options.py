"""Words on the command line that become facts: a day, rupiah, name=value, a child."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from lindung.kernel.month import Month
from lindung.kernel.rupiah import parse_rupiah
from lindung.policy.facts import Child


class Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return Month.parse(value).first if len(value) == len("2025-07") else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} bukan tanggal; tulis 2025-07-01.", param, ctx)


class Amount(click.ParamType[int]):
    name = "RUPIAH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        try:
            return parse_rupiah(value)
        except ValueError:
            self.fail(f"{value!r} bukan rupiah; tulis 1000000 atau Rp1.000.000.", param, ctx)


class Named(click.ParamType[tuple[str, int]]):
    """land=3000000 or thumb_right=50."""

    name = "NAME=NUMBER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        word, _, number = value.partition("=")
        return word, AMOUNT.convert(number, param, ctx)


class ChildFacts(click.ParamType[Child]):
    """born=2015-03-01,level=smp,level-year=2,married,working,wage-months=4,name=Ana; every word is optional."""

    name = "FACTS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Child:
        facts: dict[str, Any] = {}
        for word in filter(None, value.split(",")):
            name, _, given = word.strip().partition("=")
            if name not in CHILD_WORDS:
                self.fail(f"{name!r} tidak dikenal; pakai {', '.join(CHILD_WORDS)}.", param, ctx)
            try:
                facts[name.replace("-", "_")] = CHILD_WORDS[name](given)
            except ValueError:
                self.fail(f"{word!r} tidak terbaca.", param, ctx)
        return Child(**facts)


CHILD_WORDS: dict[str, Callable[[str], Any]] = {
    "born": date.fromisoformat,
    "level": str,
    "level-year": int,
    "married": lambda given: given in ("", "ya", "yes"),
    "working": lambda given: given in ("", "ya", "yes"),
    "wage-months": int,
    "name": str,
}
DAY = Day()
AMOUNT = Amount()
NAMED = Named()
CHILD = ChildFacts()


def today() -> date:
    """The command line may ask the clock; the functions of policy never do."""
    return datetime.now().astimezone().date()


def answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """--json and --lang, which every answer has."""
    command = click.option("--lang", type=click.Choice(["id", "en"]), default="id", show_default=True)(command)
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def date_option(command: Callable[..., None]) -> Callable[..., None]:
    words = "The day asked for; today when left out."
    return click.option("--date", "on", type=DAY, default=today, help=words)(command)


def base_options(command: Callable[..., None]) -> Callable[..., None]:
    for name, kind, words in (
        ("--base", AMOUNT, "Wage base as BPJS states it."),
        ("--tier", click.INT, "Number of the income tier."),
        ("--income", AMOUNT, "Declared income; the first tier when left out."),
    ):
        command = click.option(name, type=kind, help=words)(command)
    return command
