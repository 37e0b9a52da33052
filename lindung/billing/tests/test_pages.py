"""Pages of bills: frozen, paid by somebody who had no hand in it, compared, closed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindung.accounts.models import Role
from lindung.billing.models import Bill, BillClosure, Payment
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


def test_a_payment_entered_twice_is_one(bill):
    client = signed_in("finance")
    for _ in range(2):
        answer = client.post(at("pay", bill), {"rupiah": "302.400", "reference": "TRF-9", "sp2d": "SP2D/9"})
        assert answer.status_code == 302
    assert Payment.objects.get().rupiah == 302_400
    assert "Paulus Klau" in client.get(at("bill", bill)).text


def test_part_may_be_paid_and_more_than_owed_is_refused_with_the_numbers(bill):
    client = signed_in("finance")
    client.post(at("pay", bill), {"rupiah": "100.000", "reference": "TRF-1"})
    assert client.get(at("bill", bill)).context["owed"] == 202_400
    page = client.post(at("pay", bill), {"rupiah": "300.000", "reference": "TRF-2"})
    assert "Rp202.400" in page.text
    assert Payment.objects.count() == 1


def test_who_decided_does_not_pay_though_he_holds_both_roles(bill):
    decider = officer("decider")
    Role.objects.create(user=decider, name="finance", region_id=cast.MALAKA, since=cast.LAUNCH, given_by="tests")
    page = signed_in("decider").post(at("pay", bill), {"rupiah": "302.400", "reference": "TRF-9"})
    assert "orang yang sama tidak boleh" in page.text
    assert not Payment.objects.exists()


def test_a_bill_that_was_not_compared_is_not_closed(bill):
    client = signed_in("finance")
    page = client.post(at("close", bill), follow=True)
    assert "belum" in page.text
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
