"""How an office makes its list: which titles, in which order, dates and NIK written how. Drawn at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

# Columns every list of the story has; `no` always stands first, the others in any order.
COLUMNS = (
    "nik", "kk", "name", "birth_place", "birth_date", "sex", "marital", "mother_name", "address", "rt", "rw",
    "village", "subdistrict", "district", "phone", "occupation", "income", "disability", "extreme_poor",
    "decile", "account", "account_bank", "account_consent", "working_well", "working_well_on", "witness",
    "heir_name", "heir_relation",
)  # fmt: skip
DATE_FORMS = ("date", "words", "dashes", "slashes", "short", "iso", "serial")
NIK_FORMS = ("plain", "apostrophe", "spaces", "dots", "trailing")
SEX_WORDS = (("L", "P"), ("Laki-laki", "Perempuan"), ("Pria", "Wanita"), ("LAKI-LAKI", "PEREMPUAN"))
PLACE_FORMS = ("plain", "upper", "prefixed")
PHONE_FORMS = ("plain", "dashes", "international")
DELIMITERS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


@dataclass(frozen=True)
class Style:
    """One office's habits. Zero turns a habit off."""

    headers: dict[str, str]
    titles: tuple[str, ...] = ("DAFTAR USULAN PEKERJA RENTAN",)
    dates: tuple[str, ...] = ("date",)
    niks: tuple[str, ...] = ("plain",)
    sexes: tuple[str, str] = ("L", "P")
    places: str = "plain"
    phones: str = "plain"
    sheet_per_subdistrict: bool = False
    empty_row_every: int = 0
    hidden_row_every: int = 0
    totals_row: bool = False
    delimiter: str = ";"
    encoding: str = "utf-8"


def random_style(rng: random.Random, title: str) -> Style:
    """Habits of some office; `title` is what its list is about, e.g. "Kabupaten Malaka"."""
    order = ["no", *rng.sample(COLUMNS, len(COLUMNS))]
    return Style(
        headers={key: _written(rng, rng.choice(titles()[key])) for key in order},
        titles=_heading(rng, title),
        dates=tuple(rng.sample(DATE_FORMS, rng.randint(1, 4))),
        niks=("plain", *rng.sample(NIK_FORMS[1:], rng.randint(0, 3))),
        sexes=rng.choice(SEX_WORDS),
        places=rng.choice(PLACE_FORMS),
        phones=rng.choice(PHONE_FORMS),
        sheet_per_subdistrict=rng.random() < 0.6,
        empty_row_every=rng.choice((0, 37, 120)),
        hidden_row_every=rng.choice((0, 0, 75)),
        totals_row=rng.random() < 0.5,
        delimiter=rng.choice(DELIMITERS),
        encoding=rng.choice(ENCODINGS),
    )


@cache
def titles() -> dict[str, Sequence[str]]:
    """For each column the titles the layout of nominations understands."""
    text = files("lindung.nominations").joinpath("layouts/nominations.yaml").read_text(encoding="utf-8")
    return {column["key"]: [column["title"], *column["synonyms"]] for column in yaml.safe_load(text)["columns"]}


def _written(rng: random.Random, title: str) -> str:
    return rng.choice((title, title.title(), title.replace(" ", "\n", 1), f" {title} "))


def _heading(rng: random.Random, title: str) -> tuple[str, ...]:
    lines = ("DAFTAR USULAN PESERTA", f"PEKERJA RENTAN {title.upper()}", "TAHUN ANGGARAN 2025")
    return lines[: rng.randint(0, 3)]
