"""People find places however they spell them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lindung.regions.commands import regions
from lindung.regions.queries import search
from lindung.regions.tests.test_load import load, national

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ntt() -> None:
    load(national())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kabupaten Malaka", "53.21"),
        ("malaka", "53.21"),
        ("kota kupang", "53.71"),
        ("kab kupang", "53.01"),
        ("Desa Wehalli", "53.21.01.2006"),
        ("ds. naimana", "53.21.01.2010"),
        ("Ohaem 2", "53.01.12.2011"),
        ("53.21.01.2006", "53.21.01.2006"),
    ],
)
def test_the_first_answer_is_the_place_meant(written: str, code: str) -> None:
    assert search(written, within="53")[0].code == code


def test_words_after_a_comma_tell_namesakes_apart() -> None:
    assert len({place.code[:5] for place in search("Fatumnasi", within="53")}) > 1
    assert search("Fatumnasi, Timor Tengah Selatan")[0].code.startswith("53.02")
    assert {place.code[:8] for place in search("Wehali, Malaka Tengah")} == {"53.21.01"}


def test_inside_a_region_only_its_own_places_are_found() -> None:
    assert {place.code[:5] for place in search("tengah", within="53.21")} == {"53.21"}


def test_a_code_shows_what_lies_directly_below_it() -> None:
    assert len(search("53.21", limit=50)) == 1 + 12


@pytest.mark.parametrize("nothing", ["", "  ", ",", "'", "%", "qqqqqqqq"])
def test_nothing_is_found_where_nothing_was_asked(nothing: str) -> None:
    assert search(nothing) == []


def test_the_command_prints_json_alone_on_stdout() -> None:
    result = CliRunner().invoke(regions, ["search", "Wehali", "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["code"] == "53.21.01.2006"


def test_the_command_says_when_nothing_was_found() -> None:
    result = CliRunner().invoke(regions, ["search", "qqqqqqqq"])
    assert result.exit_code == 1
    assert "Tidak ada wilayah" in result.stdout


def test_loading_by_command_twice_changes_nothing() -> None:
    result = CliRunner().invoke(regions, ["load", "--province", "53", "--on", "2025-07-01"])
    assert (result.exit_code, result.stdout) == (0, "Wilayah: 0 baru, 0 berubah, 0 dihentikan, 4.309 tetap.\n")


@pytest.mark.parametrize("wrong", [["--province", "99"], ["--province", "53", "--all"], ["--csv", "tidak-ada.csv"]])
def test_a_command_that_cannot_run_says_so(wrong: list[str]) -> None:
    assert CliRunner().invoke(regions, ["load", *wrong]).exit_code == 2
