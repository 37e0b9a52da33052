"""Records of the cast for the engine's tests: a person as a list writes her, and the slips that lists make."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from lindung.matching.engine import records

MARIA: dict[str, Any] = {
    "nik": "5321014508850003",
    "name": "Maria Hoar Bria",
    "birth_date": date(1985, 8, 5),
    "sex": "P",
    "mother_name": "Yuliana Abuk",
    "household": "5321011203100004",
    "phone": "+6281234567890",
    "village": "53.21.01.2001",
}
YOHANES: dict[str, Any] = {
    "nik": "5321011708790001",
    "name": "Yohanes Bria",
    "birth_date": date(1979, 8, 17),
    "sex": "L",
    "mother_name": "Martina Seuk",
    "village": "53.21.01.2003",
}


def frame(*people: dict[str, Any]) -> pl.DataFrame:
    """The people as records, numbered from 1."""
    return records(pl.DataFrame([{"row": number, **person} for number, person in enumerate(people, start=1)]))
