"""Pages of programmes: facts, papers, quotas."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lindung.audit.models import Act
from lindung.programmes.models import Agreement, Allocation, Decree, Programme, Scan, Seats
from lindung.programmes.services import Share, allocate
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
SK = {"number": "SK/12/2025", "signed_on": "2025-06-10", "signed_by": "Bupati Malaka"}
SUBDISTRICT, OTHER_SUBDISTRICT = "53.21.01", "53.21.02"


@pytest.fixture
def programme() -> Programme:
    return cast.district_programme(seats=10)


def typed(programme: Programme, **changes: str) -> dict[str, str]:
    """The quota form as it stands on the page, with some cells typed over."""
    page = signed_in("operator").get(reverse("programmes:quota", args=[programme.pk, cast.MALAKA]))
    form = page.context["form"]
    return {name: str(form[name].value()) for name in form.fields if "-" in name} | SK | changes


def quota(programme: Programme, region: str = cast.MALAKA) -> str:
    return reverse("programmes:quota", args=[programme.pk, region])


def test_the_list_and_the_page_show_seats_and_rupiah(programme):
    client = signed_in("operator")
    with few_queries():
        listed = client.get(reverse("programmes:list"))
    with few_queries():
        page = client.get(reverse("programmes:programme", args=[programme.pk]))
    assert "MALAKA-2025" in listed.text
    assert "Rp1.008.000" in page.text
    assert "PKS/MALAKA-2025" in page.text
    assert "Rp16.800" in page.text


def test_a_village_sees_no_bills_of_the_district(programme):
    page = signed_in("village", "53.21.01.2001").get(reverse("programmes:programme", args=[programme.pk]))
    assert page.context["places"] == []
    assert page.context["totals"]["seats"] == 0


def test_a_new_programme_takes_its_premium_from_the_law(programme):
    funder = programme.funder_id
    answer = signed_in("operator").post(
        reverse("programmes:new"),
        {"code": "MALAKA-2026", "name": "Program 2026", "funder": funder, "territory": cast.MALAKA,
         "cover_from": "2026-01", "months": "12", "age_from": "18"},
    )  # fmt: skip
    made = Programme.objects.get(code="MALAKA-2026")
    assert answer.headers["Location"] == reverse("programmes:programme", args=[made.pk])
    assert {rate.rupiah for rate in made.rates.all()} == {16_800}


def test_nobody_makes_a_programme_elsewhere(programme):
    page = signed_in("operator").post(
        reverse("programmes:new"),
        {"code": "BELU-2026", "name": "Program", "funder": programme.funder_id, "territory": cast.BELU,
         "cover_from": "2026-01", "months": "12", "age_from": "18"},
    )  # fmt: skip
    assert "di luar wewenang Anda" in page.text
    assert not Programme.objects.filter(code="BELU-2026").exists()


def test_the_quota_is_divided_by_an_appended_allocation(programme):
    client = signed_in("operator")
    with few_queries():
        client.get(quota(programme))
    wanted = typed(programme, **{f"k-{SUBDISTRICT}": "6", f"r-{SUBDISTRICT}": "604.800"})
    client.post(quota(programme), wanted)
    decree = Decree.objects.get(number=SK["number"])
    assert list(decree.allocations.values_list("region_id", "taken_from_id", "seats", "rupiah")) == [
        (SUBDISTRICT, cast.MALAKA, 6, 604_800)
    ]
    assert dict(Seats.objects.filter(month=cast.JULY.first).values_list("region_id", "seats")) == {
        cast.MALAKA: 4,
        SUBDISTRICT: 6,
    }


def test_a_double_click_divides_once(programme):
    client = signed_in("operator")
    wanted = typed(programme, **{f"k-{SUBDISTRICT}": "6", f"r-{SUBDISTRICT}": "604800"})
    before = Allocation.objects.count()
    assert client.post(quota(programme), wanted).status_code == 302
    assert client.post(quota(programme), wanted).status_code == 302
    assert Allocation.objects.count() == before + 1


def test_more_than_there_is_is_refused_with_the_numbers(programme):
    wanted = typed(programme, **{f"k-{SUBDISTRICT}": "8", f"k-{OTHER_SUBDISTRICT}": "5"})
    page = signed_in("operator").post(quota(programme), wanted)
    assert "Yang dibagi kursi 13, sedangkan Kabupaten Malaka mempunyai 10." in page.text
    assert not Decree.objects.filter(number=SK["number"]).exists()


def test_new_seats_come_from_the_funder(programme):
    wanted = typed(programme, **{f"k-{cast.MALAKA}": "15", f"r-{cast.MALAKA}": "Rp2.000.000"})
    signed_in("operator").post(quota(programme), wanted)
    given = Decree.objects.get(number=SK["number"]).allocations.get()
    assert (given.taken_from_id, given.seats, given.rupiah) == (None, 5, 992_000)


def test_what_somebody_changed_meanwhile_is_not_overwritten(programme):
    seen = typed(programme, **{f"k-{SUBDISTRICT}": "6", f"r-{SUBDISTRICT}": "604800"})
    share = Share(SUBDISTRICT, 2, 201_600, taken_from=cast.MALAKA)
    other = cast.decree(programme, "SK-LAIN", kind=Decree.Kind.ALLOCATION)
    allocate(decree=other, shares=[share], actor=cast.DECIDER, on=cast.LAUNCH)
    page = signed_in("operator").post(quota(programme), seen)
    assert "sudah diubah sejak halaman ini dibuka: kini 2 kursi, Rp201.600" in page.text


def test_seats_in_use_cannot_be_taken_back(programme):
    cast.proposed(programme, cast.people(3))
    cast.verified(programme)
    cast.decided(programme)
    page = signed_in("operator").post(quota(programme), typed(programme, **{f"k-{cast.MALAKA}": "2"}))
    assert "sudah terpakai 3" in page.text


def test_the_live_total_saves_nothing(programme):
    cells = {name: text for name, text in typed(programme, **{f"k-{SUBDISTRICT}": "11"}).items() if "-" in name}
    address = reverse("programmes:quota-total", args=[programme.pk, cast.MALAKA])
    part = signed_in("operator").get(address, cells)
    assert "<html" not in part.text
    assert "Melebihi yang ada" in part.text
    assert "-1" in part.text
    assert "Anggaran belum cukup" in part.text
    assert Seats.objects.filter(region=SUBDISTRICT).count() == 0


def test_a_district_divides_the_provinces_share_but_adds_none():
    programme = cast.province_programme(seats=10)
    client = signed_in("operator")
    page = client.get(quota(programme))
    assert f"k-{cast.MALAKA}" not in page.context["form"].fields
    assert client.get(quota(programme, cast.NTT)).status_code == 403
    assert signed_in("manager").get(quota(programme, cast.NTT)).status_code == 200


def test_an_agreement_is_kept_with_its_paper_once(programme):
    client = signed_in("operator")
    filled = {"number": "PKS-2", "signed_on": "2025-06-02", "cover_from": "2025-07-01", "cover_to": "2025-12-31"}
    for _ in range(2):
        paper = SimpleUploadedFile("pks.pdf", b"%PDF-1.7 isi", content_type="text/html")
        client.post(reverse("programmes:agreement", args=[programme.pk]), filled | {"paper": paper})
    scan = Scan.objects.get(agreement=Agreement.objects.get(number="PKS-2"))
    assert scan.media == "application/pdf"


def test_cover_from_before_the_signature_needs_its_letter(programme):
    filled = {"number": "PKS-2", "signed_on": "2025-08-02", "cover_from": "2025-07-01", "cover_to": "2025-12-31"}
    page = signed_in("operator").post(reverse("programmes:agreement", args=[programme.pk]), filled)
    assert "Isi nomor surat yang mengizinkan" in page.text
    assert not Agreement.objects.filter(number="PKS-2").exists()


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"MZ\x90", b"<svg onload=alert(1)>"])
def test_what_is_no_paper_is_refused(programme, content):
    decree = cast.decree(programme)
    paper = SimpleUploadedFile("sk.pdf", content, content_type="application/pdf")
    page = signed_in("operator").post(reverse("programmes:decree", args=[decree.pk]), {"paper": paper})
    assert "bukan PDF, JPEG atau PNG" in page.text
    assert not Scan.objects.exists()


def test_a_paper_is_given_to_be_saved_and_only_to_who_may(programme):
    decree = cast.decree(programme)
    paper = SimpleUploadedFile('a"b\n.pdf', b"%PDF-1.7 <script>", content_type="text/html")
    signed_in("operator").post(reverse("programmes:decree", args=[decree.pk]), {"paper": paper})
    address = reverse("programmes:scan", args=[Scan.objects.get().pk])
    answer = signed_in("auditor").get(address)
    assert answer.content == b"%PDF-1.7 <script>"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert signed_in("operator", cast.BELU).get(address).status_code == 404
    assert signed_in("leader").get(address).status_code == 403


def test_every_change_names_its_actor(programme):
    wanted = typed(programme, **{f"k-{SUBDISTRICT}": "6", f"r-{SUBDISTRICT}": "604800"})
    signed_in("operator").post(quota(programme), wanted)
    act = Act.objects.filter(verb="programmes.allocate").latest("pk")
    assert act.actor_id == cast.OPERATOR.id
    assert act.details["seats"] == 6
    assert act.on != date(2025, 6, 10)
