"""Proofs signed, coded and set, against typst compiling the same sheets with their pictures ready."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from lindung.distribution.models.proofs import proof_number
from lindung.distribution.proof.claim import Content, sealer
from lindung.distribution.proof.printing import Card, batches, compile_sheet, prepare, print_sheets

BATCH = 500
NAMES = ("Maria Hoar Seuk", "Yohanes Baptista Bria", "Agustina Luruk Tae", "Dominikus Nahak Seran")
PLACES = ("Wehali, Malaka Tengah", "Lewoleba Selatan, Nubatukan", "Oesapa, Kelapa Lima")
WORDS = {"paper": "a4", "programme": "Perlindungan pekerja rentan (uji)", "issuer": "Lindung"}


def cards(*, count: int, runs: int) -> dict[str, object]:
    """Medians over runs. Floor and whole are set from different cards: typst remembers what it has set before."""
    taken, floors = [], []
    for run in range(runs):
        taken.append(_whole(2 * run * count, count))
        floors.append(_floor((2 * run + 1) * count, count))
    whole, least = median(taken), median(floors)
    return {
        "cards": count,
        "seconds": round(whole, 2),
        "cards_per_second": round(count / whole),
        "floor_seconds": round(least, 2),
        "ratio": round(whole / least, 2),
        "runs": [[round(one, 2), round(other, 2)] for one, other in zip(taken, floors, strict=True)],
    }


def _whole(first: int, count: int) -> float:
    """Sign, make the codes, set: everything but the database."""
    begun = time.perf_counter()
    for _ in print_sheets(list(batches(_signed(first, count), BATCH)), **WORDS):
        pass
    return time.perf_counter() - begun


def _floor(first: int, count: int) -> float:
    spent = 0.0
    for part in batches(_signed(first, count), BATCH):
        with TemporaryDirectory(prefix="lindung-bench-") as folder:
            prepare(part, Path(folder), **WORDS)
            begun = time.perf_counter()
            compile_sheet(Path(folder))
            spent += time.perf_counter() - begun
    return spent


def _signed(first: int, count: int) -> Sequence[Card]:
    seal = sealer("0123456789abcdef", os.urandom(32))
    found = []
    for serial in range(first + 1, first + count + 1):
        number, name, place = proof_number(serial), NAMES[serial % 4], PLACES[serial % 3]
        born = 1961 + serial % 45
        content = Content(number, f"{name} {serial}", born, place, "UJI-2025", date(2025, 8, 20), "Lindung")
        found.append(Card(serial, number, content.name, born, place, "20/8/2025", seal(content)))
    return found
