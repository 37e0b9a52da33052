"""Weighed pairs as a console shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from lindung.matching.engine import Explanation

FATES = {"same": "orang yang sama", "look": "perlu dilihat", "different": "orang berbeda"}
BAR = 24  # letters of the longest bar of the waterfall


def in_percent(probability: float) -> str:
    """82,4 %, as PUEBI writes it; never 0 or 100, for nothing here is certain."""
    if probability > 0.999:
        return "lebih dari 99,9 %"
    if probability < 0.001:
        return "kurang dari 0,1 %"
    return f"{probability * 100:.1f} %".replace(".", ",")


def waterfall(start: float, reasons: Sequence[Mapping[str, Any]], weight: float) -> Table:
    """Step by step from what is expected of any two to the weight: evidence for one person goes right."""
    table = Table("alasan", "bit", "jumlah", "")
    longest = max([abs(start), abs(weight), *(abs(reason["weight"]) for reason in reasons)], default=1.0) or 1.0

    def bar(value: float) -> str:
        size = round(abs(value) / longest * BAR)
        return ("+" if value >= 0 else "-") * size

    total = start
    table.add_row("sebelum dibandingkan", f"{start:+.1f}", f"{total:+.1f}", bar(start))
    for reason in sorted(reasons, key=lambda each: -abs(each["weight"])):
        total += reason["weight"]
        words = reason["words"] + (" (bertentangan)" if reason.get("contradicts") else "")
        table.add_row(words, f"{reason['weight']:+.1f}", f"{total:+.1f}", bar(reason["weight"]))
    table.add_row("jumlah", "", f"{weight:+.1f}", bar(weight))
    return table


def print_explanation(told: Explanation) -> None:
    """The waterfall, the probability, and why a machine does not decide where it does not."""
    console = Console(markup=False)
    console.print(waterfall(told.start, told.as_dict()["reasons"], told.weight))
    console.print(f"Peluang orang yang sama {in_percent(told.probability)}: {FATES[told.fate]}.")
    for words in told.contradictions:
        console.print(f"Tidak diputuskan mesin: {words}.")
