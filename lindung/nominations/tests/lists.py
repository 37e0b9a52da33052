"""Lists of invented people of Malaka for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from lindung.intake.judgement import Judgement
from lindung.intake.layouts import table_of
from lindung.intake.reading import read
from lindung.intake.tests import makers
from lindung.nominations.imports.judging import judge, layout
from lindung.regions.catalogue import Village, villages

START = date(2025, 7, 1)
TITLES = {
    "nik": "NIK", "name": "NAMA LENGKAP", "birth_date": "TANGGAL LAHIR", "sex": "JENIS KELAMIN",
    "village": "DESA/KELURAHAN", "subdistrict": "KECAMATAN", "district": "KABUPATEN/KOTA",
}  # fmt: skip
MARIA = {
    "nik": "5321014107900001", "name": "Maria Hoar Bria", "birth_date": "01-07-1990", "sex": "P",
    "village": "Wehali", "subdistrict": "Malaka Tengah", "district": "Malaka",
}  # fmt: skip
YOHANES = MARIA | {"nik": "5321010107900002", "name": "Yohanes Bria", "sex": "L"}


@cache
def ntt() -> list[Village]:
    return villages("53")


def titled(*people: dict[str, object]) -> list[list[object]]:
    """Rows under the layout's own titles; columns beyond the usual ones appear when somebody has them."""
    keys = list(TITLES) + sorted({key for person in people for key in person} - set(TITLES))
    titles = [TITLES.get(key) or layout()[key].title for key in keys]
    return [titles, *([person.get(key, "") for key in keys] for person in people)]


def judged(
    folder: Path, *people: dict[str, object], district: str | None = None, age_from: int = 18, age_below: int = 65
) -> Judgement:
    return judged_rows(folder, titled(*people), district=district, age_from=age_from, age_below=age_below)


def judged_rows(
    folder: Path,
    rows: Sequence[Sequence[object]],
    *,
    district: str | None = None,
    age_from: int = 18,
    age_below: int = 65,
) -> Judgement:
    table = table_of(read(makers.xlsx(folder / "list.xlsx", rows)), layout())
    return judge(table, start=START, age_from=age_from, age_below=age_below, district=district, villages=ntt())


def codes(judgement: Judgement) -> list[str]:
    return judgement.problems["code"].to_list()


def fates(judgement: Judgement) -> list[str]:
    return judgement.frame["fate"].to_list()
