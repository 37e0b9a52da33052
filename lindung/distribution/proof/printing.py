"""Sheets of proofs as PDF: A4 for scissors, or one card a page for a card printer. Typst sets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from lindung.distribution.proof import qr

TEMPLATES = Path(__file__).resolve().parents[1] / "sheets"
PAPERS = ("a4", "card")


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed on one proof."""

    serial: int
    number: str
    name: str
    birth_year: int | None
    place: str
    issued: str
    sealed: bytes


def print_sheets(
    parts: Sequence[Sequence[Card]], *, paper: str, programme: str, issuer: str
) -> Iterator[tuple[Sequence[Card], bytes]]:
    """Each part with its PDF, front and back. While typst sets one part the next one's codes are made."""
    with TemporaryDirectory(prefix="lindung-cards-") as place, ThreadPoolExecutor(1) as ahead:

        def begin(turn: int) -> Path:
            folder = Path(place) / str(turn)
            folder.mkdir()
            prepare(parts[turn], folder, paper=paper, programme=programme, issuer=issuer)
            return folder

        waiting = ahead.submit(begin, 0) if parts else None
        for turn, part in enumerate(parts):
            assert waiting  # noqa: S101  (submitted one turn before)
            folder = waiting.result()
            waiting = ahead.submit(begin, turn + 1) if turn + 1 < len(parts) else None
            yield part, compile_sheet(folder)
            shutil.rmtree(folder)


def prepare(cards: Sequence[Card], folder: Path, *, paper: str, programme: str, issuer: str) -> None:
    """Put template, words and pictures into the folder: what typst reads."""
    shutil.copy(TEMPLATES / "cards.typ", folder)
    (folder / "codes.bin").write_bytes(b"".join(qr.of_proof(card.sealed) for card in cards))
    rows = [
        [_spaced(card.number), card.name, str(card.birth_year or "–"), card.place, card.issued] for card in cards
    ]
    words = {"paper": paper, "programme": programme, "issuer": issuer, "side": qr.SIDE, "cards": rows}
    (folder / "cards.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")


def compile_sheet(folder: Path) -> bytes:
    found = typst.compile(folder / "cards.typ", root=folder, font_paths=fonts(), pdf_tags=False)
    assert isinstance(found, bytes)  # noqa: S101  (without `output` the bytes are given back)
    return found


@cache
def fonts() -> typst.Fonts:
    """Typst's own fonts: the same card on every machine."""
    return typst.Fonts(include_system_fonts=False)


def batches(cards: Sequence[Card], size: int) -> Iterator[Sequence[Card]]:
    for start in range(0, len(cards), size):
        yield cards[start : start + size]


def _spaced(number: str) -> str:
    """00001234 56 as 0000 1234 56."""
    return f"{number[:4]} {number[4:8]} {number[8:]}"
