"""The nominations layout with its consequences, as intake asks for it (INTAKE_LAYOUTS)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.intake.judgement import Judgement, told
from lindung.intake.layouts import Layout, Table
from lindung.kernel.problem import Refused
from lindung.nominations import problems
from lindung.nominations.imports import saving
from lindung.nominations.imports.judging import judge, layout
from lindung.nominations.imports.nik_column import masked
from lindung.programmes.models import Programme
from lindung.regions.catalogue import Village, villages

DOUBTS = {"contested": problems.NIK_CONTESTED, "died": problems.DIED, "moved": problems.MOVED}


@dataclass(frozen=True, slots=True)
class ForProgramme:
    """The programme a list proposes people for, and the villages its people may live in."""

    programme: Programme
    villages: list[Village]


class NominationsLayout:
    """A list of people proposed for a programme. Its scope is the programme's code."""

    code = "nominations"
    link = True  # whether the machine may link a newcomer to whom the registry knows for certain

    @property
    def columns(self) -> Layout:
        return layout()

    def context(self, scope: str) -> ForProgramme:
        programme = Programme.objects.filter(code=scope).first()
        if programme is None:
            raise Refused(problems.UNKNOWN_PROGRAMME.problem(value=scope))
        return ForProgramme(programme, villages(programme.territory_id[:2]))

    def judge(self, table: Table, context: ForProgramme) -> Judgement:
        programme = context.programme
        return judge(
            table,
            start=programme.cover_from,
            age_from=programme.age_from,
            age_below=programme.age_below,
            district=programme.territory_id,
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
