"""A judged file as people and as programs read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
from rich.console import Console
from rich.table import Table

from lindung.intake.judgement import Judgement
from lindung.intake.models import File
from lindung.intake.queries import problems_of
from lindung.kernel.problem import Problem, Severity
from lindung.kernel.rupiah import thousands

JSON_KEYS = ("code", "severity", "sheet", "row", "column", "value", "message", "remedy")
STYLES = {Severity.ERROR: "red", Severity.LOOK: "yellow", Severity.WARNING: "cyan"}
SEVERITIES = {Severity.ERROR: "ditolak", Severity.LOOK: "perlu dilihat", Severity.WARNING: "peringatan"}
SHOWN = 40

type Result = dict[str, object]


def as_result(file: str, judgement: Judgement) -> Result:
    """The object `--json` prints: counts that add up, and every problem."""
    counts = judgement.counts
    return {
        "file": file,
        "rows": counts["rows"],
        "accepted": counts["accepted"],
        "rejected": counts["rejected"],
        "needs_look": counts["look"],
        "problems": judgement.problems.select(JSON_KEYS).to_dicts(),
    }


def stored(file: str, known: File) -> Result:
    """The same object for a file taken in, from what was written then."""
    return {
        "file": file,
        "rows": known.rows,
        "accepted": known.accepted,
        "rejected": known.rejected,
        "needs_look": known.needs_look,
        "problems": problems_of(known.pk).select(JSON_KEYS).to_dicts(),
    }


def unreadable(file: str, problem: Problem) -> Result:
    """The same object for a file that gave no rows: one problem of the whole file."""
    found = {key: value for key, value in problem.as_dict().items() if key in JSON_KEYS} | {"row": None}
    return {
        "file": file,
        "rows": 0,
        "accepted": 0,
        "rejected": 0,
        "needs_look": 0,
        "problems": [{key: found[key] for key in JSON_KEYS}],
    }


def has_trouble(result: Result) -> bool:
    """Whether anything was rejected or parked, or the file or one of its sheets could not be read."""
    problems = result["problems"]
    assert isinstance(problems, list)  # noqa: S101  (made by as_result or unreadable)
    return any(problem["severity"] != Severity.WARNING for problem in problems)


def print_results(results: Sequence[Result], console: Console) -> None:
    """A line of counts per file with their total, then each file's problems."""
    table = Table(title="Hasil pemeriksaan", title_justify="left")
    table.add_column("Berkas", overflow="fold")
    for title in ("Baris", "Diterima", "Ditolak", "Perlu dilihat"):
        table.add_column(title, justify="right")
    keys = ("rows", "accepted", "rejected", "needs_look")
    for result in results:
        table.add_row(str(result["file"]), *(_whole(result[key]) for key in keys))
    if len(results) > 1:
        table.add_section()
        sums = (sum(int(str(result[key])) for result in results) for key in keys)
        table.add_row("Jumlah", *(thousands(each) for each in sums))
    console.print(table)
    for result in results:
        _print_problems(result, console)


def _whole(number: object) -> str:
    return thousands(int(str(number)))


def _print_problems(result: Result, console: Console) -> None:
    problems = result["problems"]
    assert isinstance(problems, list)  # noqa: S101  (made by as_result or unreadable)
    if not problems:
        return
    table = Table(title=str(result["file"]), title_justify="left", show_lines=False)
    for title in ("Lembar", "Baris", "Kolom", "Nilai", "Nasib", "Masalah"):
        table.add_column(title, overflow="fold", justify="right" if title == "Baris" else "left")
    for problem in problems[:SHOWN]:
        table.add_row(*_cells(problem), style=STYLES[Severity(problem["severity"])])
    console.print(table)
    if len(problems) > SHOWN:
        console.print(_summary(problems))
        console.print(
            f"{thousands(len(problems) - SHOWN)} masalah lagi tidak ditampilkan; pakai --json atau --return."
        )


def _cells(problem: Mapping[str, object]) -> list[str]:
    place = [str(problem[key] or "") for key in ("sheet", "row", "column", "value")]
    words = f"{problem['code']} {problem['message']} {problem['remedy']}"
    # Markup of the console must not be made from what stands in a file.
    return [text.replace("[", r"\[") for text in (*place, SEVERITIES[Severity(str(problem["severity"]))], words)]


def _summary(problems: Sequence[Mapping[str, object]]) -> Table:
    counts = pl.DataFrame([{"code": p["code"], "severity": p["severity"]} for p in problems])
    table = Table(title="Masalah menurut jenis", title_justify="left")
    for title in ("Kode", "Nasib", "Banyaknya"):
        table.add_column(title, justify="right" if title == "Banyaknya" else "left")
    for code, severity, count in counts.group_by("code", "severity").len().sort("code").iter_rows():
        table.add_row(code, SEVERITIES[Severity(severity)], thousands(count))
    return table
