"""What was measured, as tables for a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

SCORES = ("precision", "recall", "f1", "found", "wanted", "right")


def show(found: dict[str, Any]) -> None:
    console = Console()
    console.print(_summary(found))
    if "same" in found:
        console.print(_scores(found))
    for group, rows in found.get("fairness", {}).items():
        console.print(_rows(f"fairness by {group}: pairs that are the same", rows))
    if "by_error" in found:
        console.print(_rows("recall of true pairs by planted error", found["by_error"]))
        for fate, rows in found["wrong_by_trap"].items():
            if rows:
                console.print(_rows(f"wrong pairs called {fate}, by what made the people alike", rows))


def _summary(found: dict[str, Any]) -> Table:
    table = Table(title=f"matching: {found['dataset']}", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, value in found.items():
        if not isinstance(value, dict | list):
            table.add_row(name, str(value))
    return table


def _scores(found: dict[str, Any]) -> Table:
    table = Table(title="quality at the shipped thresholds")
    for head in ("", *SCORES):
        table.add_column(head, justify="right" if head else "left")
    for fate in ("same", "same_or_look"):
        kinds = found[fate] if "pairs" in found[fate] else {"pairs": found[fate]}
        for kind, score in kinds.items():
            table.add_row(f"{fate}: {kind}", *(str(score[name]) for name in SCORES))
    return table


def _rows(title: str, rows: list[dict[str, Any]]) -> Table:
    table = Table(title=title)
    for turn, head in enumerate(rows[0] if rows else ()):
        table.add_column(head, justify="right" if turn else "left")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    return table
