"""A village is found however its name is spelt, and never guessed."""

from __future__ import annotations

import pytest

from lindung.regions.catalogue import villages
from lindung.regions.gazetteer import Found, Place, gazetteer


def find(
    village: str | None,
    subdistrict: str | None = None,
    district: str | None = None,
    *,
    code: str | None = None,
    within: str = "",
) -> Found:
    return gazetteer(tuple(villages("53")), within).find(Place(village, subdistrict, district, code))


@pytest.mark.parametrize(
    ("village", "subdistrict", "district"),
    [
        ("Wehali", "Malaka Tengah", "Malaka"),
        ("DESA WEHALI", "Kec. Malaka Tengah", "Kab. Malaka"),
        ("wehalli", "malaka tengah", "kabupaten malaka"),
        ("Wehali", None, "Malaka"),
        ("Wehali", None, None),
        ("Wehali", "Malaka Tengh", "Malakka"),
        ("53.21.01.2006", None, None),
        ("5321012006", None, None),
    ],
)
def test_one_village_in_many_spellings(village: str, subdistrict: str | None, district: str | None) -> None:
    assert find(village, subdistrict, district).code == "53.21.01.2006"


def test_a_code_wins_over_names() -> None:
    assert find("Entah", code="5321012006").code == "53.21.01.2006"
    assert find("Wehali", code="53.21.99.9999").trouble == "bad_code"


def test_apostrophes_and_roman_numbers() -> None:
    assert find("Ohaem 2", None, "Kupang").code == find("Oh'aem II", None, "Kabupaten Kupang").code is not None


def test_two_districts_called_kupang_are_kept_apart() -> None:
    assert find("Oesapa", None, "Kota Kupang").district == "53.71"
    assert find("Oesao", "Kupang Timur", "Kupang").district == "53.01"


def test_initials_of_long_names() -> None:
    assert find("Kesetnana", "Mollo Selatan", "TTS").district == "53.02"


def test_a_name_that_several_villages_share_is_not_guessed() -> None:
    found = find("Merdeka")
    assert (found.code, found.trouble) == (None, "ambiguous")
    assert found.where.count("Kecamatan") >= 2


def test_a_desa_and_a_kelurahan_of_one_name() -> None:
    assert find("Oesao", "Kupang Timur", "Kupang").trouble == "ambiguous"
    kelurahan, desa = (find(f"{kind} Oesao", "Kupang Timur", "Kupang").code for kind in ("Kelurahan", "Desa"))
    assert kelurahan
    assert desa
    assert kelurahan.split(".")[3].startswith("1")
    assert desa.split(".")[3].startswith("2")


def test_a_village_elsewhere_is_said_to_be_there() -> None:
    found = find("Wehali", None, None, within="53.04")
    assert (found.code, found.trouble) == (None, "outside")
    assert "Malaka" in found.where
    assert find("Wehali", "Malaka Tengah", "Malaka", within="53.04").trouble == "outside"
    assert find("Wehali", "Malaka Tengah", "Malaka", within="53").code == "53.21.01.2006"


def test_a_row_counts_for_the_district_it_states_even_without_a_village() -> None:
    assert find("Entah", None, "Belu").district == "53.04"
    assert find(None, None, None, within="53.21").district == "53.21"
    assert find("Entah").district == ""


def test_every_village_of_the_province_finds_itself() -> None:
    twins = 0
    for village in villages("53"):
        found = find(village.name, village.subdistrict_name, village.district_name)
        twins += found.trouble == "ambiguous"
        assert found.code == village.code or found.trouble == "ambiguous"
    assert twins < 20
