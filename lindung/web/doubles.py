"""A pair that may be one person, as a screen draws it: both rows field by field, the reasons as a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from lindung.kernel.days import in_figures
from lindung.matching.queries import SHOWN, Shown

WIDTH = 200  # units of the picture's width
MASKED = {"nik", "household", "phone"}  # alike under the mask is not the same: the reason says which


@dataclass(frozen=True, slots=True)
class Bar:
    """One step: from the total before to the total after, in units of the picture; bits as people read them."""

    words: str
    bits: str
    x: int
    width: int
    kind: str  # start, for, against or total


def waterfall(pair: Shown) -> tuple[list[Bar], int]:
    """The bars, the strongest reason first, and where nothing lies on their scale."""
    steps = [(_("Dua orang sembarang"), pair.start, "start")]
    for reason in sorted(pair.reasons, key=lambda one: -abs(one["weight"])):
        steps.append((_said(reason), reason["weight"], "for" if reason["weight"] >= 0 else "against"))
    totals = [0.0]
    for _words, bits, _kind in steps:
        totals.append(totals[-1] + bits)
    low, high = min(totals), max(totals)
    scale = WIDTH / ((high - low) or 1)

    def bar(words: str, bits: float, before: float, after: float, kind: str) -> Bar:
        left = min(before, after)
        return Bar(
            words, _bits(bits), round((left - low) * scale), max(2, round(abs(after - before) * scale)), kind
        )

    bars = [bar(words, bits, totals[at], totals[at + 1], kind) for at, (words, bits, kind) in enumerate(steps)]
    return [*bars, bar(_("Jumlah"), pair.weight, 0.0, totals[-1], "total")], round(-low * scale)


def _said(reason: dict[str, Any]) -> str:
    words: str = reason["words"]
    return _(words)


def _bits(value: float) -> str:
    return f"{value:+.1f}".replace(".", ",").replace("-", "−")


def compared(pair: Shown) -> list[dict[str, Any]]:
    """Rows of ui/compare.html: what each of the two says, and what the model makes of it."""
    words: dict[str, Sequence[str]] = {}
    for reason in pair.reasons:
        words[reason["field"]] = (*words.get(reason["field"], ()), _said(reason))
    rows = []
    for label, name in SHOWN:
        left, right = (_text(getattr(side, name)) for side in (pair.lower, pair.higher))
        alike: bool | None = left == right if left and right else None
        if name in ("known_on", "source") or (alike and name in MASKED):
            alike = None
        rows.append(
            {
                "label": label[0].upper() + label[1:],
                "left": left,
                "right": right,
                "same": alike,
                "note": "; ".join(words.get(name, ())),
            }
        )
    return rows


def _text(value: Any) -> str:
    return in_figures(value) if isinstance(value, date) else str(value or "")
