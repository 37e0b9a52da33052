"""Layouts of exchanged files as data: which columns in which order, which codes, what limits; by name and version.

A room ships its layouts as YAML in its folder `layouts`, named `<code>-<version>.yaml`. An office adds its own in
the folder of LINDUNG_LAYOUTS: what BPJS or a bank asks for differs from branch to branch and from year to year.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from lindung.exchange import problems
from lindung.intake.layouts import Column as ReadColumn
from lindung.intake.layouts import Layout as Columns
from lindung.kernel.problem import Refused

ROOMS = ("membership", "billing", "banking")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file that goes out.

    `field` is what the room offers, `value` a constant; `codes` turns the room's words into the office's; `limit`
    is the most characters; `cut` shortens to it where the office allows that. `form` is how a date is written.
    """

    title: str
    field: str = ""
    value: str = ""
    required: bool = False
    limit: int | None = None
    cut: bool = False
    form: str = "%d-%m-%Y"
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class OutLayout:
    """A file we write. `verified` is false until somebody of the office has confirmed it."""

    code: str
    version: int
    title: str
    verified: bool
    source: str
    format: str
    sheet: str
    delimiter: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class InLayout:
    """A file we read: columns by their many names, and for some of them which words mean what."""

    code: str
    version: int
    title: str
    verified: bool
    source: str
    columns: Columns
    codes: Mapping[str, Mapping[str, str]]


def out_layout(name: str) -> OutLayout:
    """By `code` (its newest version) or `code-version`. Refused: EXCHANGE-01, 02."""
    raw = _raw(name, "out")
    try:
        return OutLayout(
            code=raw["code"],
            version=int(raw["version"]),
            title=raw["title"],
            verified=bool(raw["verified"]),
            source=raw["source"],
            format=raw.get("format", "xlsx"),
            sheet=raw.get("sheet", "Sheet1"),
            delimiter=raw.get("delimiter", ";"),
            columns=tuple(Column(**column) for column in raw["columns"]),
        )
    except (KeyError, TypeError, ValueError) as trouble:
        raise Refused(problems.BAD_LAYOUT.problem(layout=name, reason=str(trouble))) from trouble


def in_layout(name: str) -> InLayout:
    """By `code` (its newest version) or `code-version`. Refused: EXCHANGE-01, 02."""
    raw = _raw(name, "in")
    try:
        columns = tuple(
            ReadColumn(**{**column, "synonyms": tuple(column.get("synonyms", ()))}) for column in raw["columns"]
        )
        anchors = tuple(tuple(group) for group in raw["anchors"])
        return InLayout(
            code=raw["code"],
            version=int(raw["version"]),
            title=raw["title"],
            verified=bool(raw["verified"]),
            source=raw["source"],
            columns=Columns(raw["code"], raw["title"], columns, anchors),
            codes={
                key: {str(word).upper(): meaning for meaning, words in meanings.items() for word in words}
                for key, meanings in raw.get("codes", {}).items()
            },
        )
    except (KeyError, TypeError, ValueError) as trouble:
        raise Refused(problems.BAD_LAYOUT.problem(layout=name, reason=str(trouble))) from trouble


def known(direction: str) -> dict[str, Path]:
    """{`code-version`: file} of a direction, those of the office's own folder laid over ours."""
    return {name: path for name, (path, raw) in _all(_own_folder()).items() if raw.get("direction") == direction}


def _raw(name: str, direction: str) -> Mapping[str, Any]:
    listed = {key: raw for key, (_, raw) in _all(_own_folder()).items() if raw.get("direction") == direction}
    versions = [key for key in listed if key == name or key.rpartition("-")[0] == name]
    if not versions:
        raise Refused(problems.NO_LAYOUT.problem(layout=name, known=", ".join(sorted(listed))))
    return listed[max(versions, key=lambda key: int(key.rpartition("-")[2]))]


def _own_folder() -> str:
    return str(settings.EXCHANGE_LAYOUTS)


@cache
def _all(own: str) -> dict[str, tuple[Path, Mapping[str, Any]]]:
    folders = [Path(str(files("lindung").joinpath(room, "layouts"))) for room in ROOMS]
    if own:
        folders.append(Path(own))
    found: dict[str, tuple[Path, Mapping[str, Any]]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*-[0-9]*.yaml")):
            raw = yaml.safe_load(path.read_text(encoding="utf-8"))
            if not isinstance(raw, dict) or f"{raw.get('code')}-{raw.get('version')}" != path.stem:
                reason = "nama berkasnya harus <code>-<version>.yaml"
                raise Refused(problems.BAD_LAYOUT.problem(layout=path.name, reason=reason))
            found[path.stem] = (path, raw)
    return found
