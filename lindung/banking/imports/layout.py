"""The list of a programme that already runs: nominations, and what was decided and paid before we kept it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.banking import services as banking
from lindung.banking.imports.judging import judged
from lindung.banking.imports.standing import doubted, stage
from lindung.billing import services as billing
from lindung.coverage import services as coverage
from lindung.intake.judgement import Judgement
from lindung.intake.layouts import Layout, Table
from lindung.membership import services as membership
from lindung.nominations.imports.judging import layout
from lindung.nominations.imports.layout import ForProgramme, NominationsLayout
from lindung.nominations.services import verify_staged
from lindung.programmes.services import lock_counters


@cache
def brought_layout() -> Layout:
    """The columns of nominations and, before their last, those that a running programme adds."""
    added = Layout.load(Path(str(files("lindung.nominations"))) / "layouts" / "brought_forward.yaml")
    *columns, key = layout().columns
    return replace(added, columns=(*columns, *added.columns, key))


class BroughtForwardLayout(NominationsLayout):
    """People of a running programme with KPJ, paid months, decree, account. Its scope is the programme's code."""

    code = "brought-forward"
    link = False  # what was paid was paid for the row as it stands: an officer settles who is who

    @property
    def columns(self) -> Layout:
        return brought_layout()

    def scopes(self, user: Any) -> list[tuple[str, str]]:
        """Money and decrees of another time are brought in by who runs the installation, not on a page."""
        return []

    def judge(self, table: Table, context: ForProgramme) -> Judgement:
        return judged(super().judge(table, context), table, brought_layout(), context.programme)

    def settle(self, cursor: CursorWrapper, judgement: Judgement, context: ForProgramme) -> Judgement:
        """Who is in the registry, who pays these months already, whose KPJ and account these are."""
        lock_counters(cursor, context.programme.pk)
        judgement = super().settle(cursor, judgement, context)
        stage(cursor, judgement.frame)
        return doubted(cursor, judgement, context.programme, brought_layout())

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
        """The whole path of a person, each step by its room; the file itself stands for who proposed them."""
        programme, source = context.programme, f"berkas {file}"
        proposer = Actor(source, "Saldo awal")
        saved = super().save(cursor, file=file, judgement=judgement, context=context, actor=proposer, on=on)
        verify_staged(cursor, programme=programme, source=source, actor=actor, on=on)
        coverage.bring_forward(cursor, programme=programme, source=source, actor=actor, on=on)
        membership.bring_forward(cursor, programme=programme, source=source, actor=actor, on=on)
        code = f"SALDO-AWAL-{programme.code}-{file}"
        billing.bring_forward(cursor, programme=programme, source=source, code=code, actor=actor, on=on)
        banking.bring_forward(cursor, source=source, actor=actor, on=on)
        return saved
