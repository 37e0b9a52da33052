"""Payments: a month is paid only when its bill is."""

import contextlib
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.billing.models import Bill, Payment
from lindung.billing.queries import AS_OF
from lindung.billing.services import pay
from lindung.kernel.problem import Refused
from tests import cast

from .story import FROZEN, faults, frozen, known_on, registered, tallies

pytestmark = pytest.mark.django_db

SUM = 2 * 6 * 16_800


def paid(bill, rupiah, reference="SP2D-1", on=date(2025, 7, 20)):
    return pay(bill=bill, rupiah=rupiah, reference=reference, sp2d="0123/SP2D", actor=cast.FINANCE, on=on)


def test_a_bill_is_paid_on_the_day_its_payments_reach_the_sum():
    programme, _ = registered(2)
    bill = frozen(programme)

    paid(bill, 100_000, on=date(2025, 7, 20))
    assert bill.paid_on is None
    assert "months_paid" not in tallies()

    paid(bill, SUM - 100_000, "SP2D-2", on=date(2025, 8, 3))
    assert bill.paid_on == date(2025, 8, 3)
    assert tallies() == {"person_months": 12, "premium_billed": SUM, "premium_paid": SUM, "months_paid": 12}
    assert faults() == []


def test_the_same_payment_again_is_the_same_payment():
    programme, _ = registered(2)
    bill = frozen(programme)
    assert paid(bill, SUM).pk == paid(bill, SUM).pk
    assert Payment.objects.count() == 1


def test_the_same_reference_for_another_amount_is_refused():
    programme, _ = registered(2)
    bill = frozen(programme)
    paid(bill, 50_000)
    with pytest.raises(Refused, match="BILL-05"):
        paid(bill, 60_000)


def test_more_than_is_owed_is_refused_and_says_how_much_is_left():
    programme, _ = registered(2)
    bill = frozen(programme)
    paid(bill, 200_000)
    with pytest.raises(Refused, match=r"BILL-04.*tersisa Rp1\.600, dibayar Rp2\.000"):
        paid(bill, 2_000, "SP2D-2")


@pytest.mark.parametrize("nothing", [0, -1])
def test_nothing_is_no_payment(nothing):
    programme, _ = registered(2)
    with pytest.raises(Refused, match="BILL-06"):
        paid(frozen(programme), nothing)


def test_the_database_itself_refuses_to_overpay():
    programme, _ = registered(2)
    bill = frozen(programme)
    with pytest.raises(IntegrityError, match="more than it is"), transaction.atomic():
        Payment.objects.create(bill=bill, on=FROZEN, rupiah=SUM + 1, reference="X", kind="transfer")


def test_figures_of_an_earlier_day_are_those_known_then():
    programme, _ = registered(2)
    bill = frozen(programme)
    paid(bill, SUM, on=date(2025, 8, 3))

    assert known_on(AS_OF, date(2025, 7, 9)) == {}
    assert known_on(AS_OF, date(2025, 8, 2)) == {"premium_billed": SUM}
    assert known_on(AS_OF, date(2025, 8, 3)) == {"premium_billed": SUM, "premium_paid": SUM, "months_paid": 12}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(
        st.tuples(st.integers(-10, 250_000), st.sampled_from("ABC"), st.dates(date(2025, 7, 10), date(2025, 9, 1))),
        max_size=8,
    )
)
def test_no_order_of_payments_ever_exceeds_the_bill(db, amounts):
    with transaction.atomic():
        programme, _ = registered(2)
        bill = frozen(programme)
        for rupiah, reference, day in [*amounts, (SUM, "Z", date(2025, 9, 2))]:
            with contextlib.suppress(Refused):
                paid(bill, rupiah, reference, day)
        total = sum(Payment.objects.values_list("rupiah", flat=True))
        assert total <= SUM
        assert (Bill.objects.get().paid_on is not None) == (total == SUM)
        assert faults() == []
        transaction.set_rollback(True)
