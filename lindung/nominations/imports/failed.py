"""Who did not pass a check: a text file with one NIK a line."""

from __future__ import annotations

from pathlib import Path

from lindung.kernel.problem import Refused
from lindung.nominations import problems
from lindung.nominations.queries import unverified
from lindung.people.nik import NotANik, mask, parse
from lindung.programmes.models import Programme


def read_failed(path: Path, programme: Programme, district: str | None) -> list[int]:
    """The nominations these NIKs name. Raises Refused with every line that names none (NOM-05)."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as trouble:
        raise Refused(problems.NOT_TEXT.problem(file=path.name)) from trouble
    written = {number: line.strip() for number, line in enumerate(lines, 1) if line.strip()}
    waiting = unverified(programme, [_digits(text) for text in written.values()], district)
    if strange := [
        problems.NOT_WAITING.problem(file=path.name, row=number, value=mask(text), programme=programme.code)
        for number, text in written.items()
        if _digits(text) not in waiting
    ]:
        raise Refused(*strange)
    return sorted(set(waiting.values()))


def _digits(text: str) -> str:
    try:
        return parse(text).digits
    except NotANik:
        return ""
