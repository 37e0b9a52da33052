"""Pages of bills: frozen, paid by somebody who had no hand in it, compared, closed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindung.accounts.models import Role
from lindung.billing.models import Bill, BillClosure, Payment, Surplus
from lindung.billing.tests.story import frozen, registered
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill() -> Bill:
    programme, _ = registered(3)
    return frozen(programme)


def at(page: str, bill: Bill) -> str:
    return reverse(f"billing:{page}", args=[bill.pk])


def test_the_list_and_the_page_show_what_is_owed(bill):
    client = signed_in("finance")
    with few_queries():
        listed = client.get(reverse("billing:bills"))
    with few_queries():
        page = client.get(at("bill", bill))
    assert "KODE-1" in listed.text
    assert "1 tagihan lewat jatuh tempo" in listed.text
    assert page.context["owed"] == 3 * 6 * 16_800
    assert "532101**********" in page.text
    assert cast.nik_of(1) not in page.text


def paying(client, bill: Bill, **filled: str):
    """Post what was typed with what the sheet stated, and once more when the sheet states it anew."""
    sheet = client.get(at("pay", bill))
    for _ in range(2):
        sheet = client.post(at("pay", bill), filled | {"agreed": sheet.context["form"].initial["agreed"]})
        if sheet.status_code == 302:
            break
    return sheet


def test_the_sheet_states_the_amount_and_what_becomes_of_it(bill):
    page = signed_in("finance").get(at("pay", bill))
    assert "Bayar Rp302.400" in page.text
    assert "Rp302.400</b> masih harus dibayar dari Rp302.400." in page.text


def test_a_payment_entered_twice_is_one(bill):
    client = signed_in("finance")
    filled = {"rupiah": "302.400", "reference": "TRF-9", "sp2d": "SP2D/9", "agreed": "302400 dari 302400"}
    for _ in range(2):
        assert client.post(at("pay", bill), filled).status_code == 302
    assert Payment.objects.get().rupiah == 302_400
    assert "Paulus Klau" in client.get(at("bill", bill)).text


def test_another_amount_than_stated_is_stated_first_and_taken_when_agreed(bill):
    client = signed_in("finance")
    filled = {"rupiah": "100.000", "reference": "TRF-1", "agreed": "302400 dari 302400"}
    sheet = client.post(at("pay", bill), filled)
    assert "Bayar Rp100.000" in sheet.text
    assert "Rp202.400</b> tersisa sesudah pembayaran ini" in sheet.text
    assert not Payment.objects.exists()
    paying(client, bill, rupiah="100.000", reference="TRF-1")
    assert client.get(at("bill", bill)).context["owed"] == 202_400


def test_what_is_paid_beyond_the_bill_is_told_before_and_kept_to_claim_back(bill):
    client = signed_in("finance")
    sheet = client.post(at("pay", bill), {"rupiah": "302.401", "reference": "TRF-2"})
    assert "Rp1</b> melebihi tagihan" in sheet.text
    page = client.get(paying(client, bill, rupiah="352.400", reference="TRF-2").headers["Location"])
    assert "Kelebihan bayar Rp50.000 disimpan" in page.text
    assert (Payment.objects.get().rupiah, Surplus.objects.get().rupiah) == (302_400, 50_000)


def test_the_sheet_is_stated_anew_when_somebody_paid_in_between(bill):
    client = signed_in("finance")
    paying(client, bill, rupiah="300.000", reference="TRF-1")
    late = client.post(at("pay", bill), {"rupiah": "2.401", "reference": "TRF-2", "agreed": "2401 dari 302400"})
    assert "Rp1</b> melebihi tagihan" in late.text
    assert Payment.objects.count() == 1


def test_who_decided_does_not_pay_though_he_holds_both_roles(bill):
    decider = officer("decider")
    Role.objects.create(user=decider, name="finance", region_id=cast.MALAKA, since=cast.LAUNCH, given_by="tests")
    page = paying(signed_in("decider"), bill, rupiah="302.400", reference="TRF-9")
    assert "orang yang sama tidak boleh" in page.text
    assert not Payment.objects.exists()


def test_a_bill_that_was_not_compared_is_not_closed(bill):
    client = signed_in("finance")
    assert "Tutup tagihan" in client.get(at("close", bill)).text
    page = client.post(at("close", bill))
    assert "belum lunas" in page.text
    assert "belum dicocokkan" in page.text
    assert not BillClosure.objects.exists()


def test_bpjs_freezes_a_bill_and_a_second_press_is_refused():
    registered(2)
    client = signed_in("bpjs")
    filled = {"first": "2025-07", "last": "2025-12", "payment_code": "K-7", "due_on": "2025-08-15",
              "branch": "atambua"}  # fmt: skip
    page = client.get(reverse("billing:freeze"))
    programme = page.context["form"].fields["programme"].queryset.get()
    for _ in range(2):
        client.post(reverse("billing:freeze"), filled | {"programme": programme.pk})
    assert Bill.objects.get().people == 2


def test_another_branchs_officer_sees_nothing(bill):
    client = signed_in("finance", "53.13")
    assert client.get(reverse("billing:bills")).context["table"].page.paginator.count == 0
    for page in ("bill", "pay", "differences"):
        assert client.get(at(page, bill)).status_code == 404
    assert signed_in("operator").get(reverse("billing:bills")).status_code == 403
