"""Invariants of the parameter files: every value cited, one value for every day, no fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from lindung.kernel.problem import Problem
from lindung.policy import problems
from lindung.policy.law import CONFIDENCES

UNITS = (
    *("rupiah", "per_mille", "per_mille_by_sector", "per_mille_by_month"),
    *("hours", "days", "working_days", "months", "months_list", "years", "children"),
    *("yes_no", "choice", "tiers", "levels", "schedule", "heirs", "items"),
)
HEAD = ("name", "label", "description", "unit", "values")
CITATION = ("from", "to", "value", "law", "article", "link", "confidence", "checked")
MAY_BE_NULL = ("to", "checked")


def faults(folder: Path) -> list[Problem]:
    """Everything wrong with the files of a folder, all at once."""
    return [problem for file in sorted(folder.glob("*.yaml")) for problem in _file(file, HEAD)]


def reform_faults(place: Path) -> list[Problem]:
    """The same for a reform, a file or a folder, which may leave out what the law already says of a parameter."""
    files = sorted(place.glob("*.yaml")) if place.is_dir() else [place]
    return [problem for file in files for problem in _file(file, ("name", "values"))]


def _file(file: Path, head: tuple[str, ...]) -> Iterator[Problem]:
    try:
        written = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as trouble:
        yield problems.NOT_READABLE.problem(file=file.name, reason=" ".join(str(trouble).split()))
        return
    if not isinstance(written, dict):
        yield problems.NOT_READABLE.problem(file=file.name, reason="bukan daftar nama dan isi")
        return
    missing = [part for part in head if not written.get(part)]
    yield from (problems.MISSING_PART.problem(file=file.name, where="berkas", part=part) for part in missing)
    if missing:
        return
    if head == HEAD:
        yield from _head(file, written)
    yield from _values(file, written["values"])


def _head(file: Path, written: Mapping[str, Any]) -> Iterator[Problem]:
    if written["name"] != file.stem:
        yield _wrong(file, "berkas", "name", written["name"], f"Tulis {file.stem}, sama dengan nama berkas.")
    if written["unit"] not in UNITS:
        yield _wrong(file, "berkas", "unit", written["unit"], f"Pakai salah satu: {', '.join(UNITS)}.")
    for part in ("label", "description"):
        yield from _two_languages(file, "berkas", part, written[part])


def _values(file: Path, values: list[Mapping[str, Any]]) -> Iterator[Problem]:
    before: Mapping[str, Any] | None = None
    for number, value in enumerate(values, start=1):
        where = f"nilai ke-{number}"
        broken = [*_citation(file, where, value)]
        yield from broken
        if broken:
            return
        yield from _whole(file, where, value["value"])
        yield from _dates(file, where, before, value)
        before = value


def _citation(file: Path, where: str, value: Mapping[str, Any]) -> Iterator[Problem]:
    for part in CITATION:
        empty = value.get(part) in (None, "")
        if part not in value or (empty and part not in MAY_BE_NULL):
            yield problems.MISSING_PART.problem(file=file.name, where=where, part=part)
    if value.get("confidence") not in (None, *CONFIDENCES):
        yield _wrong(file, where, "confidence", value["confidence"], f"Pakai {', '.join(CONFIDENCES)}.")
    if not str(value.get("link") or "https://").startswith(("https://", "http://")):
        yield _wrong(file, where, "link", value["link"], "Tulis alamat lengkap, dimulai https://.")
    for part in ("from", "to", "checked"):
        if value.get(part) is not None and not isinstance(value[part], date):
            yield _wrong(file, where, part, value[part], "Tulis tanggal 2025-07-01 tanpa tanda kutip.")
    for part in ("note", "question"):
        if part in value:
            yield from _two_languages(file, where, part, value[part])


def _two_languages(file: Path, where: str, part: str, text: Any) -> Iterator[Problem]:
    if not isinstance(text, dict) or not (text.get("id") and text.get("en")):
        yield _wrong(file, where, part, text, "Isi id dan en.")


def _dates(file: Path, where: str, before: Mapping[str, Any] | None, value: Mapping[str, Any]) -> Iterator[Problem]:
    if value["to"] is not None and value["to"] < value["from"]:
        yield problems.NOT_SORTED.problem(file=file.name, where=where)
    if before is None:
        return
    end = before["to"]
    if value["from"] <= before["from"]:
        yield problems.NOT_SORTED.problem(file=file.name, where=where)
    elif end is None or end >= value["from"]:
        yield problems.OVERLAP.problem(file=file.name, where=where, day=end or "seterusnya")
    elif end + timedelta(days=1) < value["from"]:
        yield problems.GAP.problem(file=file.name, where=where, day=end)


def _whole(file: Path, where: str, value: Any) -> Iterator[Problem]:
    match value:
        case float():
            yield problems.NOT_WHOLE.problem(file=file.name, where=where, given=value)
        case dict():
            for one in value.values():
                yield from _whole(file, where, one)
        case list():
            for one in value:
                yield from _whole(file, where, one)


def _wrong(file: Path, where: str, part: str, given: Any, rule: str) -> Problem:
    return problems.WRONG_PART.problem(file=file.name, where=where, part=part, given=given, rule=rule)
