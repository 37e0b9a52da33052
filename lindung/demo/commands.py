"""`lindung demo`: the whole story in one command."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from lindung.config.database import prepare, recreate_for_demo
from lindung.demo import officers
from lindung.demo.gauge import peak_memory
from lindung.demo.plan import plans
from lindung.demo.story import beginning, ending, middle
from lindung.demo.story.diary import Diary, World
from lindung.demo.story.ending import Line
from lindung.kernel.problem import Severity
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Programme
from lindung.reports.checks import every_check
from lindung.reports.queries import figures, stages, total


@click.command()
@click.option("--scale", default=1.0, show_default=True, type=click.FloatRange(0.001, 1.0), help="1.0: real size")
@click.option("--seed", default=2025, show_default=True, help="The same seed tells the same story")
@click.option("--out", default="out/demo", show_default=True, type=click.Path(path_type=Path),
              help="Where the workbooks and their planted fates are kept")  # fmt: skip
@click.option("--if-empty", is_flag=True, help="Do nothing where programmes exist already")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout")
@click.option("--code", metavar="USERNAME", help="Only print the second sign-in code of an officer of the demo")
def demo(scale: float, seed: int, out: Path, if_empty: bool, as_json: bool, code: str | None) -> None:
    """Tell the programme of 2025 with invented people, from workbooks to claims, and hold it against the press.

    Recreates its own database; refuses one it did not make. Exit 1 when a figure differs or an invariant fails.
    """
    if code:
        prepare()
        shown = officers.code_of(code)
        if shown is None:
            raise click.BadParameter(f"{code} has no second factor that the demo made", param_hint="--code")
        click.echo(shown)
        return
    if if_empty and _has_programmes():
        officers.open_accounts()
        click.echo("\n".join(officers.introduction()))
        return
    begun = time.monotonic()
    console = Console(stderr=True)
    recreate_for_demo()
    world = World(scale=scale, seed=seed, out=out, plans=plans(scale))
    spent = _tell(world, console)
    officers.open_accounts()
    lines, failed = ending.compare(world), _failed_checks()
    spent["proof"] = time.monotonic() - begun - sum(spent.values())
    good = all(line.equal for line in lines) and not failed and not world.surprises
    if as_json:
        click.echo(json.dumps(_as_json(world, lines, failed, spent), ensure_ascii=False))
    else:
        _print(Console(), world, lines, failed, spent, time.monotonic() - begun)
    sys.exit(0 if good else 1)


def _has_programmes() -> bool:
    prepare()
    return Programme.objects.exists()


def _tell(world: World, console: Console) -> dict[str, float]:
    spent = {}
    for name, act in (("set-up", beginning.prepare), ("workbooks", beginning.write_workbooks)):
        begun = time.monotonic()
        act(world)
        spent[name] = time.monotonic() - begun
    diary = Diary()
    beginning.begin(world, diary)
    middle.go_on(world, diary)
    return spent | diary.happen(console)


def _failed_checks() -> list[str]:
    """Every invariant that does not hold, in words; warnings do not count."""
    return [
        f"{name}: {problem.message}"
        for name, check in every_check()
        for problem in check()
        if problem.severity != Severity.WARNING
    ]


def _as_json(world: World, lines: list[Line], failed: list[str], spent: dict[str, float]) -> dict[str, object]:
    return {
        "scale": world.scale,
        "seed": world.seed,
        "reports": [line._asdict() | {"day": line.when, "equal": line.equal} for line in lines],
        "surprises": world.surprises,
        "failed": failed,
        "seconds": {name: round(seconds, 1) for name, seconds in spent.items()},
        "peak_mb": peak_memory(),
    }


def _print(
    console: Console, world: World, lines: list[Line], failed: list[str], spent: dict[str, float], seconds: float
) -> None:
    console.print(_funnel())
    table = Table(title="Laporan pers dan hitungan sistem, masing-masing pada tahap dan harinya")
    for head in ("laporan", "tahap", "tanggal", "pers" if world.scale == 1 else "pers × skala", "sistem", ""):
        table.add_column(head, justify="right" if head in ("pers", "pers × skala", "sistem") else "left")
    for line in lines:
        numbers = (line.in_words(line.wanted), line.in_words(line.counted))
        table.add_row(line.source, line.what, line.when, *numbers, "sama" if line.equal else "BEDA")
    console.print(table)
    for trouble in (*world.surprises, *failed):
        console.print(f"GAGAL {trouble}")
    if not failed:
        console.print("Semua invarian terpenuhi (`lindung verify`).")
    console.print(f"Buku kerja dan nasib yang ditanam: {world.out / 'workbooks'}")
    chapters = ", ".join(f"{name} {part:.1f}" for name, part in spent.items())
    console.print("\n".join(officers.introduction()), highlight=False)
    console.print(f"{seconds:.0f} detik ({chapters}); memori puncak satu proses {thousands(peak_memory())} MB.")


def _funnel() -> Table:
    rows = figures()
    table = Table(title="Semua program, akhir tahun 2025 (orang rekaan)")
    table.add_column("tahap")
    table.add_column("jumlah", justify="right")
    for stage, meaning in stages().items():
        value = total(rows, stage)
        table.add_row(meaning["id"], rupiah(value) if meaning["unit"] == "rupiah" else thousands(value))
    return table
