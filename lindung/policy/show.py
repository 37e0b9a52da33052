"""Answers on the screen: JSON, or a table whose articles are links, then the warnings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import click
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text as Rich

from lindung.kernel.rupiah import rupiah, thousands
from lindung.policy.law import FOLDER, Value
from lindung.policy.results import ESTIMATE, Benefit, Line, Notice, Premium
from lindung.policy.words import Text

HEADS = {
    "label": Text("uraian", "item"),
    "amount": Text("jumlah", "amount"),
    "formula": Text("hitungan", "formula"),
    "article": Text("pasal", "article"),
    "confidence": Text("kepastian", "confidence"),
    "on": Text("mulai", "from"),
    "month": Text("bulan", "month"),
    "before": Text("sebelum", "before"),
    "after": Text("sesudah", "after"),
    "by": Text("paling lambat", "no later than"),
    "question": Text("pertanyaan", "question"),
    "family": Text("pilihan --family", "--family"),
    "with": Text("pilihan --with", "--with"),
}
CONFIDENCE = {
    "verified": Text("terverifikasi", "verified"),
    "secondary": Text("sekunder", "secondary"),
    "unverified": Text("belum terverifikasi", "unverified"),
}
TOTAL = Text("Jumlah", "Total")
YES, NO, ROWS = Text("ya", "yes"), Text("tidak", "no"), Text("baris", "rows")
# Longer lists are told by their number of rows.
SHORT = 6
ATTENTION = Text("Perhatikan", "Note")


def as_json(answer: Any) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))


def money(answer: Premium | Benefit, lang: str) -> None:
    """Lines with formula and article, the total, then what to look at. A label links to its YAML."""
    table = grid(["label", "amount", "formula", "article", "confidence"], lang, {"amount": "right"})
    for line in answer.lines:
        table.add_row(
            Rich(line.label.in_(lang), style=Style(link=(FOLDER / f"{line.parameter}.yaml").as_uri())),
            rupiah(line.amount),
            Rich(line.formula.in_(lang)),
            _articles(line),
            CONFIDENCE[line.confidence].in_(lang),
        )
    table.add_section()
    table.add_row(TOTAL.in_(lang), rupiah(answer.total), "", "", "", style="bold")
    console().print(table)
    notes(answer.warnings, lang)
    if isinstance(answer, Benefit):
        notes(answer.undecided, lang)
        click.echo(ESTIMATE.in_(lang))


def notes(notices: Iterable[Notice], lang: str) -> None:
    for notice in notices:
        place = f" [{notice.source.file}]" if notice.source else ""
        click.echo(f"{ATTENTION.in_(lang)}: {notice.text.in_(lang)}{place}")


def grid(columns: Sequence[str], lang: str, justify: dict[str, Any] | None = None) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        head = HEADS[column].in_(lang) if column in HEADS else column
        table.add_column(head, justify=(justify or {}).get(column, "left"), overflow="fold")
    return table


def linked(value: Value) -> Rich:
    return Rich(value.citation, style=Style(link=value.link))


def console() -> Console:
    """Wide enough for whole sentences when the answer goes into a file."""
    terminal = Console()
    return terminal if terminal.is_terminal else Console(width=160)


def written(value: Any, unit: str, lang: str = "id") -> str:
    """A value of a parameter as people write it; of a table its number of rows."""
    match value:
        case bool():
            return (YES if value else NO).in_(lang)
        case int() if unit == "rupiah":
            return rupiah(value)
        case int() if unit == "per_mille":
            return f"{thousands(value)} ‰"
        case int():
            return thousands(value)
        case dict():
            return ", ".join(f"{name} {written(one, 'per_mille')}" for name, one in value.items())
        case list() if unit == "items" and len(value) <= SHORT:
            return ", ".join(row[lang] for row in value)
        case list() if unit != "months_list":
            return f"{len(value)} {ROWS.in_(lang)}"
        case list():
            return ", ".join(str(one) for one in value)
    return str(value)


def _articles(line: Line) -> Rich:
    return Rich("; ").join(linked(source) for source in _once(line.sources))


def _once(sources: Iterable[Value]) -> Iterable[Value]:
    return {source.citation: source for source in sources}.values()
