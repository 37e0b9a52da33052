"""The officers' home: what waits, how far the region has come, and the way down."""

from __future__ import annotations

import re
from datetime import date

import pytest

from lindung.accounts.access import Scope
from lindung.billing.services import explain
from lindung.billing.tests.story import frozen, registered
from lindung.billing.tests.test_compare import changed, compare
from lindung.membership.models import Batch
from lindung.membership.services import Answer, answer
from lindung.reports.queries import figures, total
from lindung.reports.villages import STAGES, villages
from lindung.reports.villages import total as people_of
from lindung.ui.charts import stacked
from lindung.web.queries import Place, home_of
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
BARENE = "53.21.01.2001"


@pytest.fixture
def listed():
    """Five of Barene waiting to be checked; seven seats."""
    programme = cast.province_programme(seats=7)
    cast.proposed(programme, cast.people(5))
    return programme


def home(role: str, region: str = "", query: str = "") -> str:
    answer = signed_in(role, region).get(f"/ruang-kerja/{query}")
    assert answer.status_code == 200
    return answer.text


def waits(page: str, count: int, words: str) -> bool:
    """Whether the line stands on the page, as a link to where the work is done or without."""
    return bool(re.search(rf"<b>{count}</b> <span>(<a [^>]*>)?{words}", page))


@pytest.mark.usefixtures("listed")
def test_the_verifier_is_told_what_to_check_and_the_decider_is_not():
    assert waits(home("verifier"), 5, "usulan belum diperiksa")
    assert "usulan belum diperiksa" not in home("decider")


def test_the_decider_is_told_how_many_fit_into_free_seats(listed):
    cast.verified(listed)
    assert waits(home("decider"), 5, "orang siap ditetapkan")


@pytest.mark.usefixtures("listed")
def test_another_district_waits_for_nothing():
    page = home("verifier", cast.BELU)
    assert "Tidak ada yang menunggu Anda hari ini" in page
    assert "<progress" in page
    assert ">5<" not in page


def test_a_bill_that_is_late_stands_first_and_is_marked():
    registered(3)
    from lindung.billing.tests.story import frozen
    from lindung.programmes.models import Programme

    frozen(Programme.objects.get())
    page = home("finance", cast.NTT)
    assert '<li class="late"><b>1</b>' in page
    assert "terlambat" in page


def test_who_closes_bills_is_told_of_differences_without_owner_until_they_have_one(tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme)
    invoice = compare(bill, changed(bill, "amount"), tmp_path).invoice
    words = "selisih dengan daftar BPJS belum dijelaskan"
    assert waits(home("finance"), 1, words)
    explain(invoice=invoice, owner="us", reason="tarif lama", actor=cast.BPJS, on=cast.LAUNCH)
    assert words not in home("finance")
    assert words not in home("auditor")


def test_every_stage_by_village_adds_up_to_the_tallies():
    registered(4)
    rows = figures()
    for stage in STAGES:
        assert people_of(villages(), stage) == total(rows, stage), stage


def test_the_counts_by_village_move_with_the_figures(listed):
    assert people_of(villages(), "nominated") == 5
    cast.proposed(listed, cast.people(2, start=30))
    assert people_of(villages(), "nominated") == 7


@pytest.mark.usefixtures("listed")
def test_the_way_down_ends_at_the_village():
    assert "?wilayah=53.21&amp;tahap=" in home("manager")
    assert "?wilayah=53.21.01&amp;" in home("manager", query="?wilayah=53.21")
    village = home("manager", query=f"?wilayah={BARENE}")
    assert "<h1>Barene</h1>" in village
    assert "<b>5</b>" in village


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("role", "region", "asked"),
    [
        ("operator", cast.MALAKA, cast.BELU),
        ("village", BARENE, "53.21"),
        ("bpjs", cast.BELU, cast.MALAKA),
        ("leader", "53.21", "5"),
    ],
)
def test_nobody_looks_into_a_region_of_others(role, region, asked):
    assert signed_in(role, region).get(f"/ruang-kerja/?wilayah={asked}").status_code == 403


@pytest.mark.usefixtures("listed")
def test_a_village_sees_its_own_people_counted_and_no_money():
    page = home("village", BARENE)
    assert "Anggaran" not in page
    assert "<b>5</b>" in page


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("query", ["?tahap=kacau", "?tahap=nominated", "?wilayah=&tahap=registered"])
def test_the_map_is_coloured_by_any_stage_and_survives_a_made_up_one(query):
    assert 'class="dots' in home("manager", query=query)


def test_a_region_without_programmes_has_an_empty_home():
    assert "Tidak ada yang menunggu" in home("manager")


@pytest.mark.parametrize("role", ["manager", "operator", "finance", "leader", "village", "bpjs"])
def test_home_asks_few_questions(role):
    registered(3)
    client = signed_in(role)
    with few_queries():
        client.get("/ruang-kerja/")


def test_two_districts_are_seen_as_one(listed):
    both = Place("", Scope((cast.MALAKA, cast.BELU)))
    seen = home_of(both, "nominated", figures())
    assert [one["code"] for one in seen["below"]] == [cast.BELU, cast.MALAKA]
    assert seen["funnel"][1]["count"] == 5


def test_a_chart_stands_on_the_ground_and_says_its_numbers():
    from datetime import date

    chart = stacked([(date(2025, 7, 1), "district", 10), (date(2025, 7, 1), "province", 30)])
    july = chart.bars[6]
    assert (chart.kinds, july.counts, july.total) == (("province", "district"), (30, 10), 40)
    ground, above = july.pieces
    assert ground.y + ground.height == 200
    assert above.y + above.height == ground.y
    assert stacked([]) is None


def test_bpjs_and_the_manager_are_told_who_is_not_sent_and_who_loses_cover(monkeypatch):
    programme = cast.province_programme(seats=2)
    cast.proposed(programme, cast.people(2))
    cast.verified(programme)
    cast.decided(programme)
    assert waits(home("bpjs"), 2, "peserta ditetapkan, belum dikirim ke BPJS")
    assert "belum dikirim" not in home("operator")
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2025, 11, 20))
    manager = signed_in("manager")
    with few_queries():
        page = manager.get("/ruang-kerja/").text
    assert waits(page, 2, "orang tanpa pembayar berikut; perlindungan berhenti")
    assert "1 Januari 2026" in page


def test_bpjs_is_told_of_late_and_contradicting_answers():
    programme, _ = registered(1)
    batch = Batch.objects.get(programme=programme)
    later = [Answer(cast.nik_of(1), False, reason_code="R04")]
    answer(batch=batch, answers=later, source="surat", actor=cast.BPJS, on=cast.LAUNCH)
    assert waits(home("bpjs"), 1, "jawaban BPJS berlawanan, belum diputuskan")


def test_finance_is_told_whose_grace_runs_out():
    programme, _ = registered(3)
    frozen(programme)
    page = home("finance")
    assert waits(page, 3, "orang kehabisan masa tenggang bila iuran tidak dibayar sebelum")
    assert "1 Oktober 2025" in page
