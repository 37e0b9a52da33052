"""Lists about one bill as files: what the page shows and nothing of another bill, masked alike."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindung.billing.models import Bill
from lindung.billing.tests.story import frozen, registered
from lindung.billing.tests.test_compare import changed, compare
from lindung.kernel.month import Month
from lindung.web.models import Export
from tests import cast
from tests.officers import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def bill() -> Bill:
    programme, _ = registered(3)
    return frozen(programme, last=cast.JULY)


def at(page: str, bill: Bill) -> str:
    return reverse(f"billing:{page}", args=[bill.pk])


def test_differences_are_filtered_and_exported_masked(bill, tmp_path):
    client = signed_in("finance")
    rows = changed(bill, "amount")
    rows[1][2] = "NAMA LAIN SEKALI"
    compare(bill, rows, tmp_path)
    page = client.get(at("differences", bill), {"beda": "name"})
    assert page.context["table"].page.paginator.count == 1
    asked = {"table": "bill-differences", "query": page.context["table"].query.urlencode(), "format": "csv"}
    client.post(reverse("web:export-ask"), asked)
    told = bytes(Export.objects.get().content).decode()
    assert "NAMA LAIN SEKALI" in told
    assert "jumlah iuran berbeda" not in told
    assert "532101**********" in told


def test_the_file_of_a_bills_lines_is_of_this_bill_alone(bill):
    august = frozen(bill.programme, Month(2025, 8), Month(2025, 8), code="KODE-8")
    client = signed_in("finance")
    page = client.get(at("bill", august))
    asked = {"table": "bill-lines", "query": page.context["table"].query.urlencode(), "format": "csv"}
    client.post(reverse("web:export-ask"), asked)
    assert Export.objects.get().rows == 3
