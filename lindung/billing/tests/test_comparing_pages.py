"""BPJS's list handed in on a page, its differences read, exported and explained; the bill printed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lindung.audit.models import Act
from lindung.billing.models import Bill, Difference, Invoice
from lindung.billing.tests.story import frozen, registered
from lindung.billing.tests.test_compare import TITLES, changed, theirs
from lindung.intake.tests import makers
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill() -> Bill:
    programme, _ = registered(3)
    return frozen(programme, last=cast.JULY)


def at(page: str, bill: Bill) -> str:
    return reverse(f"billing:{page}", args=[bill.pk])


def hand_in(client, bill: Bill, rows, folder, name: str = "rincian.xlsx"):
    """`rows` as a workbook; a name that was written before is the very same file again."""
    path = folder / name
    if not path.exists():
        makers.xlsx(path, [TITLES, *rows])
    filled = {"paper": SimpleUploadedFile(name, path.read_bytes()), "layout": "bpjs-invoice-1"}
    return client.post(at("compare", bill), filled, follow=True)


def test_the_result_is_told_in_counts_and_by_kind(bill, tmp_path):
    client = signed_in("bpjs")
    page = hand_in(client, bill, changed(bill, "amount"), tmp_path)
    assert "3 baris dibandingkan: 2 cocok, 1 selisih." in page.text
    with few_queries():
        page = client.get(at("differences", bill))
    assert [(stat["value"], stat["label"]) for stat in page.context["stats"]] == [("1", "jumlah iuran berbeda")]
    assert "Rp16.800" in page.text
    assert "Rp8.400" in page.text


def test_no_nik_and_no_kpj_is_shown_whole_even_where_they_differ(bill, tmp_path):
    client = signed_in("finance")
    page = hand_in(client, bill, changed(bill, "number"), tmp_path)
    line = bill.lines.get(person=Difference.objects.get().person_id)
    assert line.nik not in page.text
    assert line.kpj not in page.text
    assert "25888888888" not in page.text
    assert "KPJ 2588xxx8888" in page.text
    assert reverse("web:person", args=[line.person_id]) in page.text


def test_the_same_file_again_changes_nothing_and_a_newer_one_takes_its_place(bill, tmp_path):
    client = signed_in("finance")
    for _ in range(2):
        page = hand_in(client, bill, changed(bill, "amount"), tmp_path)
    assert "tidak ada yang berubah" in page.text
    assert Invoice.objects.count() == 1
    page = hand_in(client, bill, theirs(bill), tmp_path, "perbaikan.xlsx")
    assert page.context["stats"] == []
    older = Invoice.objects.order_by("pk").first()
    old = client.get(at("differences", bill), {"rincian": older.pk})
    assert "Ini daftar lama" in old.text
    assert not old.context["may"]
    assert "rincian.xlsx" in page.text


def test_a_list_of_others_is_refused_and_leaves_a_line_in_the_audit(bill, tmp_path):
    rows = [[f"53130141078500{n:02d}", f"259999999{n:02d}", "X", "2025-07", "1000000", "16800"] for n in range(5)]
    page = hand_in(signed_in("finance"), bill, rows, tmp_path)
    assert "5 dari 5 baris tentang orang atau kode lain" in page.text
    assert not Invoice.objects.exists()
    assert Act.objects.get(verb="billing.compare.refused").details["codes"] == "BILL-13"


def test_who_reads_bills_only_neither_hands_in_nor_explains(bill, tmp_path):
    hand_in(signed_in("finance"), bill, changed(bill, "amount"), tmp_path)
    auditor = signed_in("auditor")
    filled = {"kind": "amount", "owner": "us", "reason": "x"}
    assert auditor.post(at("differences", bill), filled).status_code == 403
    assert auditor.get(at("compare", bill)).status_code == 403
    assert signed_in("bpjs", "53.13").get(at("compare", bill)).status_code == 404
    assert "Jelaskan selisih" not in auditor.get(at("differences", bill)).text
    assert Difference.objects.get().owner is None


def test_a_whole_kind_is_explained_at_once_and_nothing_without_a_tick(bill, tmp_path):
    client = signed_in("finance")
    rows = theirs(bill)
    for row in rows:
        row[5] = "8400"
    rows[0][2] = "NAMA LAIN SEKALI"
    hand_in(client, bill, rows, tmp_path)
    page = client.post(at("differences", bill), {"kind": "ticked", "owner": "bpjs", "reason": "tarif lama"})
    assert "Centang dulu" in page.text
    client.post(at("differences", bill), {"kind": "amount", "owner": "bpjs", "reason": "tarif lama"})
    assert Difference.objects.filter(owner="bpjs", kind="amount").count() == 3
    assert Difference.objects.get(owner=None).kind == "name"
    assert "3 selisih: tarif lama" in client.get(at("bill", bill)).text


def test_the_printed_bill_is_a_pdf_and_who_took_it_is_written_down(bill):
    client = signed_in("finance")
    with few_queries():
        answer = client.get(at("printed", bill))
    assert answer.content.startswith(b"%PDF")
    assert Act.objects.get(verb="billing.print").actor_id == cast.FINANCE.id
