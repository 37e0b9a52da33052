"""The standard list of occupations, as data: code, Indonesian name, spellings officers use, ISCO-08 group."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class Entry(NamedTuple):
    code: str
    name: str
    isco08: str
    synonyms: tuple[str, ...]


@cache
def standard_list() -> tuple[Entry, ...]:
    text = files("lindung.people").joinpath("data/occupations.yaml").read_text(encoding="utf-8")
    return tuple(
        Entry(row["code"], row["name"], str(row.get("isco08", "")), tuple(row.get("synonyms", ())))
        for row in yaml.safe_load(text)
    )
