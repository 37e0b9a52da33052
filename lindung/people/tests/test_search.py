"""One box finds people: by number, by a name however spelt, by village; only in one's own region."""

from __future__ import annotations

import pytest

from lindung.people.models import Person
from lindung.people.queries import Asked
from lindung.people.tables import People
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
BARENE, BAKIRUK, BELU_VILLAGE = "53.21.01.2001", "53.21.01.2004", "53.04.01.2001"


@pytest.fixture
def somebody():
    """Six of Barene, six of Bakiruk, six of Belu; the first of each is Yohanes Bria, the last Maria Hoar."""
    for start, village in ((1, BARENE), (7, BAKIRUK), (13, BELU_VILLAGE)):
        cast.people(6, village=village, start=start)


def found(question: str, role: str = "operator", region: str = "") -> list[str]:
    page = signed_in(role, region).get("/orang/", {"q": question})
    assert page.status_code == 200
    table: People = page.context["table"]
    return [cells[0].text for cells in table.lines()]


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(
    "written", ["5321015708850001", "5321 0157 0885 0001", "5321.0157.0885.0001", "'5321015708850001"]
)
def test_a_nik_is_found_however_it_is_written(written):
    assert found(written) == ["Yohanes Bria 1"]


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("written", ["Yohanes Bria", "yohanis bria", "BRIA YOHANES", "yohanes  briya"])
def test_a_misspelt_name_is_found_with_the_nearest_first(written):
    assert set(found(written)) == {"Yohanes Bria 1", "Yohanes Bria 7"}


@pytest.mark.usefixtures("somebody")
def test_a_name_may_be_asked_in_one_village():
    assert found("yohanes bria, bakiruk") == ["Yohanes Bria 7"]
    assert len(found("barene")) == 6


@pytest.mark.usefixtures("somebody")
def test_a_telephone_is_found_in_both_its_spellings():
    Person.objects.filter(name="Maria Hoar 6").update(phone="+6281234567890")
    for written in ("081234567890", "+62 812-3456-7890", "6281234567890"):
        assert found(written) == ["Maria Hoar 6"]


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize(("role", "region", "count"), [
    ("operator", "53.21", 2), ("operator", "53.04", 1), ("village", BARENE, 1), ("auditor", "53", 3),
])  # fmt: skip
def test_names_and_counts_stop_at_the_border_of_ones_region(role, region, count):
    page = signed_in(role, region).get("/orang/", {"q": "yohanes bria"})
    assert f"{count} baris" in page.text
    assert page.text.count("Yohanes Bria") == count


@pytest.mark.usefixtures("somebody")
def test_a_nik_of_elsewhere_is_not_found_and_not_counted():
    page = signed_in("operator").get("/orang/", {"q": cast.nik_of(13, district=cast.BELU)})
    assert "0 baris" in page.text
    assert "Yohanes" not in page.text


@pytest.mark.usefixtures("somebody")
def test_places_are_offered_from_ones_own_region_alone():
    page = signed_in("operator", cast.BELU).get("/orang/", {"q": "barene"})
    assert "53.21.01.2001" not in page.text


@pytest.mark.usefixtures("somebody")
def test_a_region_of_elsewhere_in_the_address_shows_nobody():
    page = signed_in("operator", cast.BELU).get("/orang/", {"wilayah": BARENE})
    assert "0 baris" in page.text


@pytest.mark.usefixtures("somebody")
def test_numbers_are_masked_in_the_list():
    page = signed_in("operator").get("/orang/", {"q": "yohanes"}).text
    assert "532101**********" in page
    assert cast.nik_of(1) not in page


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("asked", ["", "yohanes bria", "yohanes, barene", "5321015708850001", "xq"])
def test_a_search_asks_the_database_few_questions(asked):
    client = signed_in("operator")
    with few_queries(14):
        client.get("/orang/", {"q": asked})


def test_a_common_name_is_counted_whole_on_each_page_and_a_page_behind_the_last_is_the_last():
    cast.people(26 * len(cast.NAMES))
    client = signed_in("operator")
    for page, number, rows in (
        ("1", 1, 20),
        ("2", 2, 6),
        ("99", 2, 6),
        ("0", 1, 20),
        ("x", 1, 20),
        ("9" * 30, 1, 20),
    ):
        table: People = client.get("/orang/", {"q": "yohanes bria", "hal": page}).context["table"]
        assert (table.page.paginator.count, table.page.number, len(list(table.lines()))) == (26, number, rows)


@pytest.mark.usefixtures("somebody")
@pytest.mark.parametrize("asked", ["'; drop table", "%", "\x00", ",", "😀", "a" * 300, "1" * 40])
def test_odd_questions_do_no_harm(asked):
    assert signed_in("operator").get("/orang/", {"q": asked}).status_code == 200


def test_nobody_sees_people_without_a_role_for_it():
    assert signed_in("leader").get("/orang/", {"q": "maria"}).status_code == 403
    assert not People(officer("leader"), signed_in("leader").get("/gaya/").wsgi_request.GET).page.paginator.count


@pytest.mark.parametrize(("text", "asked"), [
    ("5321 0157 0885 0001", Asked(number="5321015708850001")),
    ("+62 812-345-678", Asked(number="62812345678")),
    ("Maria G. Hoar", Asked(name="MARIA G HOAR")),
    ("maria, Desa Barene", Asked(name="MARIA", place="Desa Barene")),
    ("4475", Asked()),
])  # fmt: skip
def test_figures_are_a_number_and_words_a_name(text, asked):
    assert Asked.read(text) == asked


def test_names_fold_as_the_registry_folds_them():
    from lindung.people.names import folded

    cast.people(2)
    for person in Person.objects.all():
        assert folded(person.name) == person.name_key
