"""What happens on which day; acts are written in any order and happen by date."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lindung.audit.services import Actor
from lindung.banking.models import Bank
from lindung.demo.plan import Plan
from lindung.demo.simulate.bank import Bank as BankOffice
from lindung.demo.simulate.bpjs import Bpjs
from lindung.demo.simulate.habits import DEMO, Answered
from lindung.kernel.days import in_figures
from lindung.membership.models import Batch
from lindung.programmes.models import Programme

OPERATOR = Actor("demo.operator", "Petugas pendataan (rekaan)")
VERIFIER = Actor("demo.verifikator", "Petugas verifikasi (rekaan)")
DECIDER = Actor("demo.pemutus", "Pejabat penetap (rekaan)")
FINANCE = Actor("demo.keuangan", "Bendahara (rekaan)")
BPJS = Actor("demo.bpjs", "Petugas BPJS Ketenagakerjaan (rekaan)")
BANK = Actor("demo.bank", "Petugas bank (rekaan)")
FIELD = Actor("demo.lapangan", "Petugas lapangan (rekaan)")


@dataclass
class Listing:
    """One workbook and the fate planted for each of its rows."""

    programme: str
    district: str
    path: Path
    planted: pl.DataFrame


@dataclass
class World:
    """What the story knows while it runs."""

    scale: float
    seed: int
    out: Path
    plans: list[Plan]
    listings: list[Listing] = field(default_factory=list)
    programmes: dict[str, Programme] = field(default_factory=dict)
    bank: Bank | None = None
    # Lists the office has and has not answered, and answers that come later, by programme.
    at_bpjs: dict[str, list[tuple[Batch, Path]]] = field(default_factory=dict)
    at_bank: list[tuple[Path, bool]] = field(default_factory=list)
    late_accounts: list[tuple[Path, int]] = field(default_factory=list)
    late: dict[str, list[tuple[Batch, Path, Answered]]] = field(default_factory=dict)
    surprises: list[str] = field(default_factory=list)

    @cached_property
    def bpjs(self) -> Bpjs:
        """The office on the other side."""
        return Bpjs(self.out / "bpjs", self.seed, DEMO)

    @cached_property
    def bank_office(self) -> BankOffice:
        """The bank on the other side."""
        return BankOffice(self.out / "bank", self.seed, DEMO)

    def plan(self, code: str) -> Plan:
        return next(plan for plan in self.plans if plan.code == code)

    def expect(self, what: str, wanted: object, found: object) -> None:
        """Remember what came out otherwise than planted; the demo ends with exit code 1."""
        if wanted != found:
            self.surprises.append(f"{what}: seharusnya {wanted}, ternyata {found}")


@dataclass(order=True)
class Page:
    on: date
    turn: int
    chapter: str = field(compare=False)
    text: str = field(compare=False)
    act: Callable[[date], None] = field(compare=False)


class Diary:
    """Acts by date; on one day in the order they were written."""

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def write(self, on: date, chapter: str, text: str, act: Callable[[date], None]) -> None:
        self.pages.append(Page(on, len(self.pages), chapter, text, act))

    def happen(self, console: Console) -> dict[str, float]:
        """Do everything; seconds by chapter. A bar on a terminal, nothing elsewhere."""
        spent: dict[str, float] = {}
        words = (TextColumn("{task.description}", justify="left"), BarColumn(), TimeElapsedColumn())
        with Progress(*words, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=len(self.pages))
            for page in sorted(self.pages):
                bar.update(task, description=f"{in_figures(page.on)} {page.text}")
                begun = time.monotonic()
                page.act(page.on)
                spent[page.chapter] = spent.get(page.chapter, 0.0) + time.monotonic() - begun
                bar.advance(task)
        return spent
