"""What a list says is accepted, rejected or parked, and every problem of every row is told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.intake.layouts import Header, Table
from lindung.intake.reading import Cell
from lindung.nominations import problems
from lindung.nominations.imports.judging import judge, layout
from lindung.nominations.tests.lists import MARIA, START, YOHANES, codes, fates, judged, judged_rows, ntt


def test_a_clean_list_is_accepted_whole_and_typed(tmp_path: Path) -> None:
    found = judged(tmp_path, MARIA | {"occupation": "petani", "phone": "081234567890", "decile": 2}, YOHANES)
    assert (fates(found), codes(found)) == (["accepted", "accepted"], [])
    row = found.frame.row(0, named=True)
    assert (row["nik"], row["birth_date"], row["sex"]) == (MARIA["nik"], date(1990, 7, 1), "P")
    assert (row["village_code"], row["place"]) == ("53.21.01.2006", "53.21")
    assert (row["occupation_code"], row["phone"], row["decile"]) == ("petani", "+6281234567890", 2)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"nik": "532101410790001"}, problems.NIK_LENGTH),
        ({"nik": "53210141079000011"}, problems.NIK_LENGTH),
        ({"nik": "5321O14107900001"}, problems.NIK_LETTERS),
        ({"nik": 5321014107900001}, problems.NIK_AS_NUMBER),
        ({"nik": "5,32101E+15"}, problems.NIK_AS_NUMBER),
        ({"nik": "5321014107900001.0"}, problems.NIK_AS_NUMBER),
        ({"nik": "5321017507900001"}, problems.NIK_DATE),
        ({"nik": "5321014107900000"}, problems.NIK_SERIAL),
        ({"nik": "0121014107900001"}, problems.NIK_PROVINCE),
        ({"nik": "", "name": "", "birth_date": ""}, problems.NIK_MISSING),
        ({"nik": "", "village": ""}, problems.NIK_MISSING),
        ({"name": ""}, problems.NAME_MISSING),
        ({"name": "-"}, problems.NAME_MISSING),
        ({"name": "5321014107900001"}, problems.NOT_A_NAME),
        ({"birth_date": ""}, problems.BIRTH_DATE_MISSING),
        ({"birth_date": "31-02-1990"}, problems.BIRTH_DATE_UNREADABLE),
        ({"birth_date": "tidak tahu"}, problems.BIRTH_DATE_UNREADABLE),
        ({"birth_date": "01-07-2026"}, problems.BIRTH_DATE_UNREADABLE),
        ({"birth_date": "02-07-2007"}, problems.TOO_YOUNG),
        ({"birth_date": "01-07-1960"}, problems.TOO_OLD),
    ],
)
def test_what_rejects_a_row(tmp_path: Path, change: dict[str, object], kind: problems.Kind) -> None:
    found = judged(tmp_path, MARIA | change, YOHANES)
    assert fates(found) == ["rejected", "accepted"]
    assert kind.code in codes(found)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"nik": ""}, problems.NIK_TO_FIND),
        ({"village": ""}, problems.VILLAGE_MISSING),
        ({"village": "Desa Yang Tidak Ada"}, problems.VILLAGE_UNKNOWN),
        ({"village": "Wehali", "subdistrict": "Kobalima"}, problems.VILLAGE_UNKNOWN),
        ({"village": "Fatubaa", "subdistrict": ""}, problems.VILLAGE_OUTSIDE),
        ({"village_code": "53.21.99.2001"}, problems.VILLAGE_CODE_UNKNOWN),
    ],
)
def test_what_parks_a_row(tmp_path: Path, change: dict[str, object], kind: problems.Kind) -> None:
    found = judged(tmp_path, MARIA | change, YOHANES)
    assert fates(found) == ["look", "accepted"]
    assert kind.code in codes(found)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"nik": "5321014207900001"}, problems.NIK_BIRTH_DATE),
        ({"sex": "L"}, problems.NIK_SEX),
        ({"nik": "7371014107900001"}, problems.NIK_REGION),
        ({"sex": "?"}, problems.UNREADABLE),
        ({"phone": "12"}, problems.UNREADABLE),
        ({"decile": 11}, problems.UNREADABLE),
        ({"disability": "mungkin"}, problems.UNREADABLE),
        ({"kk": 5321010101100001}, problems.KK_UNREADABLE),
        ({"kk": "53210101011"}, problems.KK_UNREADABLE),
        ({"occupation": "astronot"}, problems.OCCUPATION_UNKNOWN),
        ({"working_well": "Tidak"}, problems.NOT_WORKING_WELL),
    ],
)
def test_what_only_warns(tmp_path: Path, change: dict[str, object], kind: problems.Kind) -> None:
    found = judged(tmp_path, MARIA | change)
    assert (fates(found), codes(found)) == (["accepted"], [kind.code])


def test_a_nik_of_the_district_it_was_split_from_is_no_surprise(tmp_path: Path) -> None:
    assert codes(judged(tmp_path, MARIA | {"nik": "5304014107900001"})) == []


def test_the_age_rule_counts_completed_years_on_the_first_day(tmp_path: Path) -> None:
    eighteen = MARIA | {"birth_date": "01-07-2007", "nik": "5321014107070001"}
    almost = YOHANES | {"birth_date": "02-07-2007", "nik": "5321010207070001"}
    oldest = MARIA | {"birth_date": "02-07-1960", "nik": "5321014207600001"}
    too_old = YOHANES | {"birth_date": "01-07-1960", "nik": "5321010107600001"}
    found = judged(tmp_path, eighteen, almost, oldest, too_old)
    assert fates(found) == ["accepted", "rejected", "accepted", "rejected"]


def test_ende_takes_people_from_25(tmp_path: Path) -> None:
    young = MARIA | {"birth_date": "02-07-2000", "nik": "5321014207000001"}
    assert fates(judged(tmp_path, young, age_from=25)) == ["rejected"]


def test_the_first_of_two_equal_niks_stands(tmp_path: Path) -> None:
    found = judged(tmp_path, MARIA, YOHANES, MARIA | {"name": "Orang Lain", "nik": "5321 0141 0790 0001"})
    assert fates(found) == ["accepted", "accepted", "rejected"]
    (problem,) = found.problems.to_dicts()
    assert (problem["code"], problem["row"]) == (problems.NIK_TWICE.code, 4)
    assert "baris 2" in problem["message"]


def test_all_problems_of_a_row_are_told_with_their_place(tmp_path: Path) -> None:
    found = judged(tmp_path, MARIA | {"nik": "123456789012345", "birth_date": "x", "village": "Entah"})
    told = found.problems.select("row", "column", "severity").rows()
    assert told == [
        (2, "NIK", "error"),
        (2, "TANGGAL LAHIR", "error"),
        (2, "DESA/KELURAHAN", "look"),
    ]
    assert fates(found) == ["rejected"]


def test_a_problem_names_the_column_as_the_officer_does(tmp_path: Path) -> None:
    rows = [["No. KTP", "Nama", "Tgl Lahir", "Desa"], ["123", "Maria Hoar", "1-7-1990", "Wehali"]]
    found = judged_rows(tmp_path, rows)
    assert found.problems["column"].to_list()[0] == "No. KTP"


def test_place_and_date_of_birth_in_one_column(tmp_path: Path) -> None:
    rows = [
        ["NIK", "NAMA", "Tempat/Tgl. Lahir", "DESA"],
        [MARIA["nik"], "Maria Hoar", "Betun, 1 Juli 1990", "Wehali"],
    ]
    row = judged_rows(tmp_path, rows).frame.row(0, named=True)
    assert (row["birth_place"], row["birth_date"]) == ("Betun", date(1990, 7, 1))


def test_a_nik_is_masked_wherever_it_is_told(tmp_path: Path) -> None:
    found = judged(tmp_path, MARIA, MARIA, MARIA | {"nik": 5321014107900009})
    assert set(found.problems["value"].to_list()) == {"5321xxxxxxxx0001", "5321xxxxxxxx0009"}
    assert not found.problems["message"].str.contains("0141079").any()


def test_a_village_outside_the_programmes_district_is_parked(tmp_path: Path) -> None:
    belu = MARIA | {"village": "Fatubaa", "subdistrict": "Tasifeto Timur", "district": "Belu"}
    found = judged(tmp_path, belu | {"nik": "5304014107900001"}, district="53.21")
    assert (fates(found), codes(found)) == (["look"], [problems.VILLAGE_OUTSIDE.code])
    assert fates(judged(tmp_path, belu | {"nik": "5304014107900001"})) == ["accepted"]


CELLS = {
    "nik": st.sampled_from([MARIA["nik"], YOHANES["nik"], "", "123", "x", "5321017507900001", None]),
    "name": st.sampled_from(["Maria Hoar", "", "123456", None]),
    "birth_date": st.sampled_from(["01-07-1990", "1985-08-17", "31-02-1990", "", None, "1 Juli 2015"]),
    "village": st.sampled_from(["Wehali", "Entah", "", None]),
    "sex": st.sampled_from(["L", "P", "?", None]),
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=30))
def test_accepted_rejected_and_parked_are_always_all_rows(people: list[dict[str, str | None]]) -> None:
    counts = judge(_table(people), start=START, villages=ntt()).counts
    assert counts["accepted"] + counts["rejected"] + counts["look"] == counts["rows"] == len(people)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=30))
def test_a_row_is_accepted_only_when_it_can_be_saved(people: list[dict[str, str | None]]) -> None:
    frame = judge(_table(people), start=START, villages=ntt()).frame
    accepted = frame.filter(frame["fate"] == "accepted")
    assert accepted.select("nik", "name", "birth_date", "village_code").null_count().sum_horizontal().item() == 0
    assert accepted["nik"].is_unique().all()


def _table(people: list[dict[str, str | None]]) -> Table:
    import polars as pl

    texts = pl.DataFrame(people, schema=dict.fromkeys(CELLS, pl.String))
    missing = [column.key for column in layout().columns if column.key not in CELLS]
    frame = texts.with_row_index("number", offset=1).with_columns(
        pl.lit("Data").alias("sheet"),
        (pl.col("number") + 1).alias("sheet_row"),
        pl.lit(False).alias("hidden"),
        *(pl.lit(None, pl.String).alias(key) for key in missing),
        *(pl.lit(Cell.TEXT, pl.UInt8).alias(f"{column.key}.kind") for column in layout().columns),
    )
    positions = {key: position for position, key in enumerate(CELLS)}
    header = Header("Data", 1, positions, {key: layout()[key].title for key in CELLS})
    return Table(frame, (header,), ())
