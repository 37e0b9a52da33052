"""What a room that knows the meaning of a layout gives to intake (INTAKE_LAYOUTS in the settings)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.db.backends.utils import CursorWrapper
from django.utils.module_loading import import_string

from lindung.audit.services import Actor
from lindung.intake import problems
from lindung.intake.judgement import Judgement
from lindung.intake.layouts import Layout, Table
from lindung.kernel.problem import Refused


class Filing[Context](Protocol):
    """A layout with its consequences. `Context`: what the room must know of the scope, e.g. a programme."""

    code: str
    columns: Layout

    def scopes(self, user: Any) -> list[tuple[str, str]]:
        """What this person may hand in such a file for on a page: (scope, its name). None: not on a page."""

    def choices(self) -> Mapping[str, Sequence[str]]:
        """For the empty list to fill in: choices of a column beyond those the layout itself names."""

    def context(self, scope: str, region: str = "") -> Context:
        """What the scope means; raises Refused when it means nothing. Only rows of `region` are let pass."""

    def home(self, judgement: Judgement) -> str | None:
        """Code of the region whose list it is, where nobody said so; None: only the province sees the file."""

    def judge(self, table: Table, context: Context) -> Judgement:
        """Rows typed, with fates and problems. Reads nothing that another transaction may change."""

    def settle(self, cursor: CursorWrapper, judgement: Judgement, context: Context) -> Judgement:
        """Inside the transaction, before anything is written: what only the registry knows may change fates.

        The frame may carry `place`, where the row counts.
        """

    def save(
        self,
        cursor: CursorWrapper,
        *,
        file: int,
        judgement: Judgement,
        context: Context,
        actor: Actor,
        on: date,
    ) -> int:
        """The consequences of the accepted rows, after the rows themselves are written; how many were new."""


def filing(code: str) -> Filing[object]:
    """The layout of this code. Raises Refused (INTAKE-19) when there is none."""
    known: dict[str, str] = settings.INTAKE_LAYOUTS
    if code not in known:
        raise Refused(problems.UNKNOWN_LAYOUT.problem(layout=code, known=", ".join(sorted(known))))
    made: Filing[object] = import_string(known[code])()
    return made


def filings() -> list[Filing[object]]:
    """Every layout of this installation."""
    return [filing(code) for code in settings.INTAKE_LAYOUTS]
