"""The national list as it comes out of the package."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.regions import catalogue
from lindung.regions.names import fold


def test_the_country_has_38_provinces_and_514_districts() -> None:
    assert (len(catalogue.provinces()), len(catalogue.districts())) == (38, 514)


def test_ntt_has_22_districts_315_subdistricts_and_3442_villages() -> None:
    counts = (len(catalogue.districts("53")), len(catalogue.subdistricts("53")), len(catalogue.villages("53")))
    assert counts == (22, 315, 3442)


@pytest.mark.parametrize(
    "listed", [catalogue.provinces(), catalogue.districts(), catalogue.of_province("53")[315:]]
)
def test_places_come_in_the_order_of_their_codes(listed: tuple[catalogue.Place, ...]) -> None:
    codes = [place.code for place in listed]
    assert codes == sorted(set(codes))


def test_every_place_of_ntt_stands_under_one_that_exists() -> None:
    known = {place.code for place in (*catalogue.provinces(), *catalogue.districts(), *catalogue.of_province("53"))}
    assert all(place.parent in known for place in catalogue.of_province("53"))


def test_the_figures_of_kemendagri_for_each_district_of_ntt() -> None:
    villages = [village.district_code for village in catalogue.villages("53")]
    assert [villages.count(code) for code in ("53.01", "53.02", "53.21", "53.71")] == [177, 278, 127, 51]


def test_a_village_carries_the_names_around_it() -> None:
    wehali = next(village for village in catalogue.villages("53") if village.name == "Wehali")
    assert wehali == ("53.21.01.2006", "Wehali", "Malaka Tengah", "53.21", "Kabupaten Malaka")


def test_ninety_villages_stand_at_an_estimated_place_each_its_own() -> None:
    places = catalogue.village_places("53")
    estimated = [place for place in places if place.source == catalogue.ESTIMATED]
    assert len(estimated) == 90
    assert all(place.latitude and place.longitude for place in places)
    assert len({(place.latitude, place.longitude) for place in estimated}) == 90


def test_an_estimated_place_lies_among_the_villages_of_its_subdistrict() -> None:
    middles = {place.code: place for place in catalogue.subdistricts("53")}
    for place in catalogue.village_places("53"):
        if place.source == catalogue.ESTIMATED:
            middle = middles[place.code[:8]]
            assert abs((place.latitude or 0) - (middle.latitude or 0)) < 0.25


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Desa Wehali", "wehali"),
        ("KEC. MALAKA TENGAH", "Malaka Tengah"),
        ("Kab. Malaka", "Kabupaten Malaka"),
        ("Oh'aem II", "OHAEM 2"),
        ("Niki-Niki", "niki  niki"),
        ("Regapu’u", "Regapu'u"),
    ],
)
def test_two_spellings_of_one_place_fold_alike(written: str, meant: str) -> None:
    assert fold(written) == fold(meant)


def test_kota_kupang_and_kabupaten_kupang_stay_two_places() -> None:
    assert fold("Kota Kupang") != fold("Kabupaten Kupang")


@given(st.text(max_size=40))
def test_folding_an_ordinary_name_again_changes_nothing(name: str) -> None:
    once = fold(name)
    assert fold(once) == once or once.split()[0] in {"PROVINSI", "PROV", "KABUPATEN", "KAB"} | {
        "KECAMATAN", "KEC", "DESA", "DS", "KELURAHAN", "KEL",
    }  # fmt: skip
