"""Pages of decisions: the sheet, the amending sheet, the annex as page, PDF and workbook."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from lindung.audit.models import Act
from lindung.coverage.services import decide, end_for_death
from lindung.nominations.models import DecreeLine, Enrolment, Nomination
from lindung.programmes.models import Decree, Scan
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
SK = {"number": "SK/7/2025", "signed_on": "2025-06-20", "signed_by": "Bupati Malaka"}
BELU_VILLAGE = "53.04.01.2001"


@pytest.fixture
def programme():
    """Five verified people for three seats."""
    programme = cast.district_programme(seats=3)
    cast.proposed(programme, cast.people(5))
    cast.verified(programme)
    return programme


def sheet(programme, act: str = "decide") -> str:
    return reverse(f"coverage:{act}", args=[programme.pk, cast.MALAKA])


def test_the_sheet_states_the_consequence_and_writes_nothing(programme):
    client = signed_in("decider")
    with few_queries():
        page = client.get(sheet(programme))
    assert "Tetapkan 3 orang" in page.text
    assert "Rp302.400" in page.text
    assert cast.VERIFIER.id in page.text
    assert not DecreeLine.objects.exists()


def test_one_act_signs_decides_and_keeps_the_paper_and_twice_is_once(programme):
    client = signed_in("decider")
    for _ in range(2):
        paper = SimpleUploadedFile("sk.pdf", b"%PDF-1.7", content_type="application/pdf")
        answer = client.post(sheet(programme), SK | {"expected": "3", "paper": paper})
        assert answer.status_code == 302
    decree = Decree.objects.get(number=SK["number"])
    assert answer.headers["Location"] == reverse("coverage:annex", args=[decree.pk])
    hands = DecreeLine.objects.values_list("number", "proposed_by", "verified_by", "decided_by")
    assert list(hands.order_by("number")) == [
        (number, cast.OPERATOR.id, cast.VERIFIER.id, cast.DECIDER.id) for number in (1, 2, 3)
    ]
    assert Scan.objects.get().decree == decree


def test_a_number_that_changed_is_agreed_to_again(programme):
    page = signed_in("decider").post(sheet(programme), SK | {"expected": "5"})
    assert "tertulis 5 orang, kini 3" in page.text
    assert 'name="expected" value="3"' in page.text
    assert not Decree.objects.filter(number=SK["number"]).exists()


def test_who_verified_does_not_decide(programme):
    Nomination.objects.update(verified_by=cast.DECIDER.id)
    page = signed_in("decider").get(sheet(programme))
    assert "pemeriksa tidak boleh menetapkan" in page.text
    assert "Tetapkan 3 orang" not in page.text
    refused = signed_in("decider").post(sheet(programme), SK | {"expected": "3"})
    assert "pemeriksa tidak boleh menetapkan" in refused.text
    assert not DecreeLine.objects.exists()


def test_the_decisions_show_what_waits(programme):
    client = signed_in("decider")
    with few_queries():
        page = client.get(reverse("coverage:decisions"))
    desk = page.context["desks"][0]
    assert (desk["region"], desk["reserve"], desk["free"], desk["may"]) == (cast.MALAKA, 5, 3, True)
    assert not signed_in("auditor").get(reverse("coverage:decisions")).context["desks"][0]["may"]


def test_a_seat_that_fell_free_goes_to_the_next_by_an_amending_decree(programme):
    cast.decided(programme)
    gone = Enrolment.objects.earliest("pk")
    end_for_death(person=gone.person_id, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=date(2025, 8, 20))
    client = signed_in("decider")
    with few_queries():
        page = client.get(sheet(programme, "replace"))
    assert "Ganti dengan 1 orang" in page.text
    for _ in range(2):
        client.post(sheet(programme, "replace"), SK | {"signed_on": "2025-08-25", "expected": "1"})
    amended = DecreeLine.objects.filter(decree__number=SK["number"]).order_by("number")
    assert [(line.act, line.replaces.number) for line in amended] == [("remove", 1), ("add", 1)]
    page = client.get(reverse("coverage:annex", args=[amended[0].decree_id]))
    assert "dikeluarkan" in page.text


def taken(client: Client, decree: Decree, form: str) -> HttpResponse:
    """The annex asked for as a file."""
    asked = {"table": "annex-paper", "query": f"sk={decree.pk}", "format": form}
    return client.post(reverse("web:export-ask"), asked, follow=True)


def test_the_annex_is_numbered_and_masked_as_page_workbook_and_pdf(programme):
    cast.decided(programme)
    decree = Decree.objects.get(number="SK-1")
    client = signed_in("decider")
    with few_queries():
        page = client.get(reverse("coverage:annex", args=[decree.pk]))
    assert page.context["table"].page.paginator.count == 3
    book = taken(client, decree, "xlsx")
    rows = list(load_workbook(BytesIO(book.content)).active.iter_rows(min_row=5, values_only=True))
    assert [row[0] for row in rows] == [1, 2, 3]
    assert all(re.fullmatch(r"5321x{8}\d{4}", row[2]) for row in rows)
    assert rows[0][3] == "Barene"
    pdf = taken(client, decree, "pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert f'filename="lampiran-sk-{decree.pk}-' in pdf.headers["Content-Disposition"]
    acts = Act.objects.filter(verb="web.export", details__query=f"sk={decree.pk}")
    assert sorted(acts.values_list("details__format", "details__rows")) == [("pdf", 3), ("xlsx", 3)]


def test_a_district_sees_and_takes_its_own_lines_only():
    programme = cast.province_programme(seats=5)
    cast.proposed(programme, cast.people(2))
    cast.verified(programme)
    cast.decided(programme)
    decree = Decree.objects.get(number="SK-1")
    client = signed_in("decider", cast.BELU)
    page = client.get(reverse("coverage:annex", args=[decree.pk]))
    assert page.context["table"].page.paginator.count == 0
    book = taken(client, decree, "xlsx")
    assert list(load_workbook(BytesIO(book.content)).active.iter_rows(min_row=5, values_only=True)) == []


def test_the_plain_file_of_an_annex_has_the_lines_of_its_own_decree_alone(programme):
    cast.decided(programme)
    other = cast.province_programme(seats=2)
    cast.proposed(other, cast.people(2, start=40))
    cast.verified(other)
    decide(decree=cast.decree(other, "SK-9"), actor=cast.DECIDER, on=cast.LAUNCH)
    client = signed_in("decider")
    page = client.get(reverse("coverage:annex", args=[Decree.objects.get(number="SK-9").pk])).text
    query = re.search(r'name="query" value="(sk=[^"]*)"', page.partition('id="daftar"')[2])[1]
    plain = client.post(reverse("web:export-ask"), {"table": "annex", "query": query, "format": "csv"}, follow=True)
    assert len(plain.content.decode("utf-8-sig").splitlines()) == 1 + 2
    nothing = client.post(reverse("web:export-ask"), {"table": "annex", "query": "", "format": "csv"}, follow=True)
    assert len(nothing.content.decode("utf-8-sig").splitlines()) == 1


def test_nobody_decides_elsewhere(programme):
    officer("decider", cast.BELU)
    client = signed_in("decider", cast.BELU)
    assert client.post(sheet(programme), SK | {"expected": "3"}).status_code == 403
    assert client.post(reverse("coverage:decide", args=[programme.pk, cast.BELU]), SK).status_code == 404
    assert not DecreeLine.objects.exists()
