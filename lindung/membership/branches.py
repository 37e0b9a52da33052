"""The branches of BPJS Ketenagakerjaan and their districts, as data."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml


class Entry(NamedTuple):
    code: str
    name: str
    districts: tuple[str, ...]


@cache
def known_branches() -> tuple[Entry, ...]:
    text = files("lindung.membership").joinpath("data/branches.yaml").read_text(encoding="utf-8")
    return tuple(Entry(row["code"], row["name"], tuple(row["districts"])) for row in yaml.safe_load(text))
