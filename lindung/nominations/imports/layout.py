"""The nominations layout with its consequences, as intake asks for it (INTAKE_LAYOUTS)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.accounts.access import has, visible_to
from lindung.audit.services import Actor
from lindung.intake.judgement import Judgement, told
from lindung.intake.layouts import Layout, Table
from lindung.kernel.problem import Refused
from lindung.nominations import problems
from lindung.nominations.imports import saving
from lindung.nominations.imports.judging import judge, layout
from lindung.nominations.imports.nik_column import masked
from lindung.people.occupations import standard_list
from lindung.programmes.models import Programme
from lindung.regions.catalogue import Village, villages

DOUBTS = {"contested": problems.NIK_CONTESTED, "died": problems.DIED, "moved": problems.MOVED}


@dataclass(frozen=True, slots=True)
class ForProgramme:
    """The programme a list proposes people for, the villages there are, and the region they may live in."""

    programme: Programme
    villages: list[Village]
    region: str


class NominationsLayout:
    """A list of people proposed for a programme. Its scope is the programme's code."""

    code = "nominations"
    link = True  # whether the machine may link a newcomer to whom the registry knows for certain

    @property
    def columns(self) -> Layout:
        return layout()

    def scopes(self, user: Any) -> list[tuple[str, str]]:
        """Programmes this person sees and may propose for, the newest first."""
        if not has(user, "nominations.propose"):
            return []
        seen = visible_to(user, Programme.objects.order_by("-cover_from", "code"))
        return [(programme.code, f"{programme.code} · {programme.name}") for programme in seen]

    def choices(self) -> Mapping[str, Sequence[str]]:
        return {"occupation": [entry.name for entry in standard_list()]}

    def context(self, scope: str, region: str = "") -> ForProgramme:
        programme = Programme.objects.filter(code=scope).first()
        if programme is None:
            raise Refused(problems.UNKNOWN_PROGRAMME.problem(value=scope))
        # The narrower of both, where one lies inside the other.
        wide, narrow = sorted((programme.territory_id, region or programme.territory_id), key=len)
        if not f"{narrow}.".startswith(f"{wide}."):
            raise Refused(problems.REGION_OUTSIDE.problem(value=region, programme=scope))
        return ForProgramme(programme, villages(narrow[:2]), narrow)

    def home(self, judgement: Judgement) -> str | None:
        """The one district its good rows count for, or their province; a slip in a rejected row says nothing."""
        named = judgement.frame.filter(pl.col("place").fill_null("") != "")
        fitting = named.filter(pl.col("fate") == "accepted")
        places = sorted((fitting if fitting.height else named)["place"].unique())
        provinces = {place[:2] for place in places}
        if len(places) == 1:
            return str(places[0])
        return provinces.pop() if len(provinces) == 1 else None

    def judge(self, table: Table, context: ForProgramme) -> Judgement:
        programme = context.programme
        return judge(
            table,
            start=programme.cover_from,
            age_from=programme.age_from,
            age_below=programme.age_below,
            district=context.region,
            villages=context.villages,
        )

    def settle(self, cursor: CursorWrapper, judgement: Judgement, context: ForProgramme) -> Judgement:
        """The registry's doubts about rows the file alone gave no reason to doubt."""
        doubts = saving.stage_accepted(cursor, judgement.frame)
        looks = [
            told(
                kind,
                judgement.frame.filter(
                    pl.col("number").is_in([number for number, found in doubts if found == doubt])
                ),
                column=layout()["nik"].title,
                value=masked(pl.col("nik")),
            )
            for doubt, kind in DOUBTS.items()
        ]
        return judgement.with_problems(*looks) if doubts else judgement

    def save(
        self,
        cursor: CursorWrapper,
        *,
        file: int,
        judgement: Judgement,
        context: ForProgramme,
        actor: Actor,
        on: date,
    ) -> int:
        return saving.save_staged(
            cursor,
            programme=context.programme,
            file=file,
            source=f"berkas {file}",
            actor=actor,
            on=on,
            link=self.link,
        )
