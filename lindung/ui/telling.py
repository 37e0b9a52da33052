"""Problems in the language of who reads them.

What is kept of a problem, in tables, jobs and on phones, is its finished Indonesian text. The template of its code
says which parts of that text are the case's own words; a page in another language puts them into the template's
translation.
"""

from __future__ import annotations

import re
from functools import cache
from string import Formatter
from typing import Protocol

from django.conf import settings
from django.utils.translation import get_language, gettext

from lindung.kernel.problem import KINDS


class Told(Protocol):
    """A problem as it is shown: the kernel's, or a kept row."""

    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def remedy(self) -> str: ...


def sentences(problem: Told) -> str:
    """What is wrong and what to do, in one line."""
    return f"{message(problem.code, problem.message)} {remedy(problem.code, problem.remedy)}"


def both(code: str, text: str) -> str:
    """Message and remedy kept as one text, in the active language."""
    kind = KINDS.get(code)
    found = None if _kept() or kind is None else _shape(f"{kind.message} {kind.remedy}").fullmatch(text)
    if kind is None or found is None:
        return text
    words = _words(found)
    return f"{gettext(kind.message).format(**words)} {gettext(kind.remedy).format(**words)}"


def message(code: str, text: str) -> str:
    """The message of a problem of this code in the active language."""
    return _translated(KINDS[code].message, text) if code in KINDS else text


def remedy(code: str, text: str) -> str:
    """The remedy of a problem of this code in the active language."""
    return _translated(KINDS[code].remedy, text) if code in KINDS else text


def _translated(template: str, text: str) -> str:
    """As it is where it was not made of this template, as with a text kept before the template changed."""
    found = None if _kept() else _shape(template).fullmatch(text)
    return text if found is None else gettext(template).format(**_words(found))


def _kept() -> bool:
    """Whether the page speaks the language in which texts are kept."""
    return get_language() == settings.LANGUAGE_CODE


def _words(found: re.Match[str]) -> dict[str, str]:
    """The case's own words; a word of ours among them is translated, too."""
    return {name: gettext(word) for name, word in found.groupdict().items()}


@cache
def _shape(template: str) -> re.Pattern[str]:
    """What a text made of this template looks like, its fields as groups."""
    shape, seen = "", set()
    for literal, field, _format, _conversion in Formatter().parse(template):
        shape += re.escape(literal)
        if field:
            shape += f"(?P={field})" if field in seen else f"(?P<{field}>.*?)"
            seen.add(field)
    return re.compile(shape, re.DOTALL)
