"""A layout that needs no other room: names with a NIK, kept nowhere but in intake's own tables."""

from __future__ import annotations

import os
import signal
from datetime import date

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.intake import values
from lindung.intake.judgement import Judgement, told
from lindung.intake.layouts import Column, Layout, Table
from lindung.kernel.problem import Kind, Severity

NAMELESS = Kind("TEST-01", Severity.ERROR, "Nama kosong.", "Isi nama.")
STRANGE = Kind("TEST-02", Severity.LOOK, "{value} perlu dilihat.", "Periksa.")
COLUMNS = Layout(
    "workers",
    "Pekerja",
    (
        Column("nik", "NIK", kind="nik", required=True),
        Column("name", "NAMA", required=True),
        Column("kunci", "Kunci", kind="key", template=False),
    ),
    (("nik",), ("name",)),
)


class Workers:
    """Rejects who has no name; parks, inside the transaction, whoever is called Tamu. Dies where it is told to."""

    code = "workers"
    columns = COLUMNS

    def scopes(self, user: object) -> list[tuple[str, str]]:
        return [("NTT-2025", "Perlindungan 2025")]

    def choices(self) -> dict[str, list[str]]:
        return {}

    def home(self, judgement: Judgement) -> None:
        return None

    def context(self, scope: str, region: str = "") -> str:
        return scope

    def judge(self, table: Table, context: str) -> Judgement:
        rows = table.frame.with_columns(
            values.clean(pl.col("name")).alias("name"), values.clean(pl.col("kunci")).alias("key")
        )
        nameless = told(NAMELESS, rows.filter(pl.col("name").is_null()), column="NAMA", value=pl.lit(""))
        return Judgement.of(rows, nameless)

    def settle(self, cursor: CursorWrapper, judgement: Judgement, context: str) -> Judgement:
        self._perhaps_die("settle")
        guests = judgement.frame.filter(pl.col("name") == "Tamu")
        return judgement.with_problems(told(STRANGE, guests, column="NAMA", value=pl.col("name")))

    def save(
        self,
        cursor: CursorWrapper,
        *,
        file: int,
        judgement: Judgement,
        context: str,
        actor: Actor,
        on: date,
    ) -> int:
        self._perhaps_die("save")
        return judgement.counts["accepted"]

    def _perhaps_die(self, where: str) -> None:
        if os.environ.get("TEST_DIE_AT") == where:
            os.kill(os.getpid(), signal.SIGKILL)
