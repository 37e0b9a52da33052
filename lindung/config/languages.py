"""Catalogues of words: Indonesian stands in code and templates, `<room>/locale/en/LC_MESSAGES/django.po` beside it.

Read and written with Babel, so that no gettext tools are needed; the compiled `.mo` is made where it is missing.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[1]
LANGUAGE = "en"
CALLS = dict.fromkeys(("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"))
STRING = r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
ONE = re.compile(rf"\b(?:_|gettext)\(u?{STRING}\)")
MANY = re.compile(rf"\bngettext\(u?{STRING}, ?u?{STRING},")


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))


def catalogue(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def words_of(room: Path) -> set[str | tuple[str, str]]:
    """Every text of the room that is marked for translation; a pair where it has a plural."""
    found: set[str | tuple[str, str]] = set()
    for path in room.rglob("*.py"):
        if not {"migrations", "tests"} & set(path.parts):
            found |= set(_in_python(path))
    for path in room.rglob("*.html"):
        found |= set(_in_template(path))
    for path in room.glob("problems.py"):
        found |= set(_in_problems(path))
    for path in room.glob("data/*.json"):
        found |= set(_in_data(json.loads(path.read_bytes())))
    return found


def _in_python(path: Path) -> Iterator[str | tuple[str, str]]:
    for _line, _call, words, _comments in extract_python(BytesIO(path.read_bytes()), CALLS, [], {}):
        if isinstance(words, tuple) and words[1]:
            yield (str(words[0]), str(words[1]))
        elif one := words[0] if isinstance(words, tuple) else words:
            yield str(one)


def _in_problems(path: Path) -> Iterator[str]:
    """Message and remedy of every kind of problem; what is no text of its own stands elsewhere."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Kind":
            yield from (one.value for one in node.args[2:4] if isinstance(one, ast.Constant))  # type: ignore[misc]


def _in_data(told: object) -> Iterator[str]:
    """What a model of matching says: the texts named `words`."""
    if isinstance(told, dict):
        if isinstance(words := told.get("words"), str):
            yield words
        told = list(told.values())
    if isinstance(told, list):
        for one in told:
            yield from _in_data(one)


def _in_template(path: Path) -> Iterator[str | tuple[str, str]]:
    code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for match in MANY.finditer(code):
        yield (ast.literal_eval(match[1]), ast.literal_eval(match[2]))
    for match in ONE.finditer(code):
        yield ast.literal_eval(match[1])


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update(room: Path) -> list[str]:
    """Write the catalogue anew: what is still said keeps its English, what is new waits for it. What waits."""
    words = words_of(room)
    if not words:
        return []
    old, new = read(catalogue(room)), Catalog(locale=LANGUAGE, header_comment="")
    for one in sorted(words, key=str):
        known = old.get(one if isinstance(one, str) else one[0])
        new.add(one, known.string if known else None, flags=known.flags if known else ())
    catalogue(room).parent.mkdir(parents=True, exist_ok=True)
    with catalogue(room).open("wb") as file:
        write_po(file, new, width=116, omit_header=True)
    return waiting(new)


def waiting(found: Catalog) -> list[str]:
    """Texts without English."""
    lacking = []
    for message in found:
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and not all(said):
            lacking.append(str(message.id))
    return lacking


def missing(room: Path) -> list[str]:
    """Texts of the room that its catalogue does not translate; a test wants none."""
    found = read(catalogue(room))
    lacking = set(waiting(found))
    ids = {message.id if isinstance(message.id, str) else message.id[0] for message in found if message.id}
    lacking |= {one if isinstance(one, str) else one[0] for one in words_of(room)} - ids
    return sorted(lacking)


def compile_all() -> None:
    """Make every `.mo` that is missing or older than its `.po`."""
    for room in rooms():
        source = catalogue(room)
        made = source.with_suffix(".mo")
        if source.exists() and (not made.exists() or made.stat().st_mtime < source.stat().st_mtime):
            with made.open("wb") as file:
                write_mo(file, read(source))
