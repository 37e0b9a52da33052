"""Several connections at once: what only really committed transactions can show."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

from django.db import connections

from lindung.audit.models import Act
from lindung.billing.models import Bill, BillLine, Credit, Payment
from lindung.billing.services import ask, grant, pay, settle_surplus
from lindung.kernel.problem import Refused
from lindung.membership.models import Batch
from lindung.membership.services import load_branches, send
from tests import cast

from .story import dies, faults, frozen, registered


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads of their own, started together; their results or exceptions."""
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(index: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[index] = act()
        except Exception as trouble:
            results[index] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_freezes_at_once_bill_each_month_once(committed_db):
    programme, _ = registered(20)

    results = at_once(lambda: frozen(programme, code="A"), lambda: frozen(programme, code="B"))

    assert sorted(type(result).__name__ for result in results) == ["Bill", "Refused"]
    assert (Bill.objects.count(), BillLine.objects.count()) == (1, 120)
    assert faults() == []


def test_a_death_during_the_freeze_is_either_not_billed_or_credited(committed_db):
    programme, persons = registered(12)

    results = at_once(lambda: frozen(programme), *(lambda person=person: dies(person) for person in persons[:3]))

    assert isinstance(results[0], Bill), results
    assert results[1:] == [4, 4, 4]
    assert BillLine.objects.count() - Credit.objects.count() == 12 * 6 - 12
    assert faults() == []


def test_two_cashiers_never_pay_more_than_is_owed(committed_db):
    programme, _ = registered(2)
    bill = frozen(programme)

    def cashier(reference: str) -> Callable[[], object]:
        return lambda: pay(
            bill=Bill.objects.get(pk=bill.pk),
            rupiah=150_000,
            reference=reference,
            actor=cast.FINANCE,
            on=date(2025, 7, 20),
        )

    results = at_once(cashier("A"), cashier("B"), cashier("A"))

    assert sum(isinstance(result, Refused) for result in results) in {1, 2}
    assert Payment.objects.count() == 1
    assert faults() == []


def test_two_senders_send_each_person_once(committed_db):
    load_branches()
    late = cast.district_programme(seats=5)
    cast.proposed(late, cast.people(5, start=40))
    cast.verified(late)
    cast.decided(late)

    def sender() -> int:
        sent = send(programme=late, wadah="SD", actor=cast.OPERATOR, on=cast.LAUNCH)
        return sum(batch.people for batch in sent.batches)

    assert sorted(at_once(sender, sender)) == [0, 5]
    assert Batch.objects.filter(programme=late).count() == 1
    assert faults() == []


def test_credits_asked_for_and_answered_twice_at_once_are_asked_and_answered_once(committed_db):
    programme, [maria, *_] = registered(3)
    frozen(programme)
    dies(maria)
    by = {"programme": programme, "actor": cast.FINANCE, "on": date(2025, 9, 1)}

    asked = at_once(*[lambda: ask(**by, reference="SURAT-1")] * 3)
    settled = at_once(*[lambda: grant(**by, reference="BPJS-1", letter="SURAT-1")] * 3)

    assert (asked, settled) == ([4, 4, 4], [4, 4, 4])
    assert Act.objects.filter(verb__in=("billing.ask", "billing.grant")).count() == 2
    assert set(Credit.objects.values_list("state", flat=True)) == {"refunded"}
    assert faults() == []


def test_an_overpayment_is_settled_once_however_many_press(committed_db):
    programme, _ = registered(3)
    bill = frozen(programme)
    by = {"actor": cast.FINANCE, "on": date(2025, 9, 1)}
    pay(bill=bill, rupiah=bill.rupiah + 500, reference="TRF", surplus=True, **by)
    number = bill.surpluses.get().pk

    same = at_once(*[lambda: settle_surplus(surplus=number, state="refunded", reference="B-1", **by)] * 2)
    other = at_once(lambda: settle_surplus(surplus=number, state="lost", reference="B-2", **by))

    assert [one.pk for one in same] == [number, number]
    assert isinstance(other[0], Refused)
    assert Act.objects.filter(verb="billing.settle_surplus").count() == 1
    assert faults() == []
