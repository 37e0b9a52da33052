"""BPJS's invoice held against our bill, name by name; a bill closes when nothing is left unexplained."""

from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lindung.audit.models import Act
from lindung.billing.imports import take_in
from lindung.billing.models import BillClosure, Difference, Invoice, OutsideTotal, Surplus
from lindung.billing.queries import arrears, differences, newest_invoice, unfinished
from lindung.billing.services import close, explain, explain_ended, pay, settle_surplus, state_total, withdraw_total
from lindung.intake.tests import makers
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.programmes.models import Funder
from tests import cast

from .story import dies, faults, frozen, registered

pytestmark = pytest.mark.django_db

TITLES = ["NIK", "NO KPJ", "NAMA LENGKAP", "BULAN IURAN", "UPAH", "IURAN"]
CAME = date(2025, 8, 21)
EACH = 16_800


def theirs(bill) -> list[list[object]]:
    """The invoice as it would be if BPJS agreed with us."""
    return [
        [line.nik, line.kpj, line.name.upper(), f"{line.month:%Y-%m}", str(line.base), str(line.rupiah)]
        for line in bill.lines.order_by("person_id", "month")
    ]


def compare(bill, rows, folder: Path, name: str = "rincian.xlsx", titles=TITLES):
    path = makers.xlsx(folder / name, [titles, *rows])
    return take_in(path=path, bill=bill, actor=cast.FINANCE, on=CAME)


def two_people(months: int = 1):
    programme, persons = registered(2)
    return frozen(programme, last=cast.JULY.plus(months - 1)), persons


def paid(bill):
    pay(bill=bill, rupiah=bill.rupiah, reference="TRF-1", actor=cast.FINANCE, on=CAME)
    return bill


def test_an_invoice_that_agrees_has_no_difference_and_the_paid_bill_closes(tmp_path):
    bill, _ = two_people(months=2)
    found = compare(bill, theirs(bill), tmp_path)
    assert (found.invoice.lines, found.invoice.matched, found.differences) == (4, 4, {})
    closed = close(bill=paid(bill), actor=cast.FINANCE, on=CAME)
    assert close(bill=bill, actor=cast.FINANCE, on=CAME).pk == closed.pk
    assert faults() == []


def changed(bill, kind: str) -> list[list[object]]:
    """The agreeing invoice with one planted difference on its first line."""
    first, *rest = theirs(bill)
    stranger = ["5304014107850099", "25999999999", "ORANG LAIN", first[3], "1000000", str(EACH)]
    lines = {
        "ours_only": rest,
        "theirs_only": [first, *rest, stranger],
        "twice": [first, first, *rest],
        "month": [[*first[:3], "2025-12", *first[4:]], *rest],
        "amount": [[*first[:5], "8400"], *rest],
        "base": [[*first[:4], "1500000", first[5]], *rest],
        "name": [[*first[:2], "NAMA LAIN SEKALI", *first[3:]], *rest],
        "number": [[first[0], "25888888888", *first[2:]], *rest],
    }
    return lines[kind]


@pytest.mark.parametrize(
    ("kind", "rupiah"),
    [
        ("ours_only", -EACH),
        ("theirs_only", EACH),
        ("twice", EACH),
        ("month", 0),
        ("amount", 8_400 - EACH),
        ("base", 0),
        ("name", 0),
        ("number", 0),
    ],
)
def test_every_way_to_differ_is_found_with_its_rupiah(tmp_path, kind, rupiah):
    bill, _ = two_people()
    found = compare(bill, changed(bill, kind), tmp_path)
    assert found.differences == {kind: 1}
    assert Difference.objects.get().rupiah == rupiah == found.invoice.rupiah - bill.rupiah
    [shown] = differences(newest_invoice(bill))
    assert "x" in shown["nik"]
    assert faults() == []


def test_a_line_that_differs_in_two_ways_is_told_in_both(tmp_path):
    bill, _ = two_people()
    first, second = theirs(bill)
    found = compare(bill, [[*first[:4], "500000", "8400"], second], tmp_path)
    assert (found.differences, found.invoice.matched) == ({"amount": 1, "base": 1}, 1)


def test_a_bill_with_an_unexplained_difference_does_not_close_whoever_asks(tmp_path):
    bill, _ = two_people()
    invoice = compare(bill, changed(bill, "theirs_only"), tmp_path).invoice
    with pytest.raises(Refused) as refusal:
        close(bill=bill, actor=cast.FINANCE, on=CAME)
    assert [problem.code for problem in refusal.value.problems] == ["BILL-16", "BILL-18"]
    paid(bill)
    with pytest.raises(IntegrityError), transaction.atomic():
        BillClosure.objects.create(bill=bill, invoice=invoice, closed_on=CAME, closed_by="x")
    assert explain(invoice=invoice, owner="bpjs", reason="bukan peserta kita", actor=cast.FINANCE, on=CAME) == 1
    close(bill=bill, actor=cast.FINANCE, on=CAME)
    assert unfinished(CAME)["bills"] == []


def test_a_bill_never_compared_does_not_close():
    bill, _ = two_people()
    with pytest.raises(Refused, match="BILL-17"):
        close(bill=paid(bill), actor=cast.FINANCE, on=CAME)


def test_an_explanation_stands_once_given_and_needs_a_reason(tmp_path):
    bill, _ = two_people()
    invoice = compare(bill, changed(bill, "amount"), tmp_path).invoice
    with pytest.raises(IntegrityError), transaction.atomic():
        explain(invoice=invoice, owner="us", reason="", actor=cast.FINANCE, on=CAME)
    explain(invoice=invoice, owner="us", reason="tarif lama", only=[1], actor=cast.FINANCE, on=CAME)
    with pytest.raises(Refused, match="BILL-15"):
        explain(invoice=invoice, owner="bpjs", reason="lain", only=[1], actor=cast.FINANCE, on=CAME)
    with pytest.raises(IntegrityError), transaction.atomic():
        Difference.objects.update(reason="lain")


def test_the_dead_whom_bpjs_still_bills_are_explained_by_what_we_know(tmp_path):
    programme, [maria, _] = registered(2)
    july = frozen(programme, last=cast.JULY)
    dies(maria)
    september = Month(2025, 9)
    bill = frozen(programme, september, september, code="KODE-9")
    dead = [[*theirs(july)[0][:3], "2025-09", "1000000", str(EACH)]]
    invoice = compare(bill, theirs(bill) + dead, tmp_path).invoice
    assert explain_ended(invoice=invoice, actor=cast.FINANCE, on=CAME) == 1
    found = Difference.objects.get()
    assert (found.kind, found.owner) == ("theirs_only", "bpjs")
    assert "2025-09" in found.reason


def test_the_same_file_again_changes_nothing_and_a_corrected_one_is_what_counts(tmp_path):
    bill, _ = two_people()
    compare(bill, changed(bill, "amount"), tmp_path)
    again = take_in(path=tmp_path / "rincian.xlsx", bill=bill, actor=cast.FINANCE, on=CAME)
    assert (again.already, again.differences) == (True, {"amount": 1})
    compare(bill, theirs(bill), tmp_path, name="perbaikan.xlsx")
    assert Invoice.objects.count() == 2
    close(bill=paid(bill), actor=cast.FINANCE, on=CAME)
    with pytest.raises(Refused, match="BILL-14"):
        compare(bill, changed(bill, "name"), tmp_path, name="terlambat.xlsx")


@pytest.mark.parametrize("how", ["code", "people"])
def test_an_invoice_of_another_bill_is_refused_whole_and_audited(tmp_path, how):
    bill, _ = two_people()
    if how == "code":
        rows, titles = [[*row, "KODE-99"] for row in theirs(bill)], [*TITLES, "KODE IURAN"]
    else:
        rows = [
            [f"53040141078500{n:02d}", f"259999999{n:02d}", "X", "2025-07", "1000000", "16800"] for n in range(5)
        ]
        titles = TITLES
    with pytest.raises(Refused, match="BILL-13"):
        compare(bill, rows, tmp_path, titles=titles)
    assert not Invoice.objects.exists()
    assert Act.objects.filter(verb="billing.compare.refused", subject=f"bill:{bill.pk}").count() == 1


def test_an_amount_nobody_can_read_refuses_the_file(tmp_path):
    bill, _ = two_people()
    first, second = theirs(bill)
    with pytest.raises(Refused, match="BILL-23"):
        compare(bill, [first, [*second[:5], "enam belas ribu"]], tmp_path)


def test_what_is_paid_beyond_the_bill_is_kept_and_offset_on_the_next():
    programme, _ = registered(2)
    july = frozen(programme, last=cast.JULY)
    august = Month(2025, 8)
    next_bill = frozen(programme, august, august, code="KODE-8")
    for _ in range(2):
        pay(bill=july, rupiah=50_000, reference="TRF-1", actor=cast.FINANCE, on=CAME, surplus=True)
    surplus = Surplus.objects.get()
    assert (july.paid_on, surplus.rupiah) == (CAME, 50_000 - 2 * EACH)
    settle_surplus(
        surplus=surplus.pk, state="offset", reference="BPJS/9", against=next_bill, actor=cast.FINANCE, on=CAME
    )
    assert next_bill.payments.get().rupiah == surplus.rupiah
    with pytest.raises(Refused, match="BILL-19"):
        settle_surplus(surplus=surplus.pk, state="lost", reference="x", actor=cast.FINANCE, on=CAME)
    assert faults() == []


def test_a_bill_that_owes_nothing_takes_no_overpayment():
    bill, _ = two_people()
    with pytest.raises(Refused, match="BILL-22"):
        pay(bill=paid(bill), rupiah=1_000, reference="TRF-2", actor=cast.FINANCE, on=CAME, surplus=True)


def test_arrears_are_what_is_owed_past_its_day():
    bill, _ = two_people()
    pay(bill=bill, rupiah=10_000, reference="TRF-1", actor=cast.FINANCE, on=CAME)
    assert arrears(date(2025, 8, 15)) == []
    [late] = arrears(date(2025, 9, 1))
    assert (late["owed"], late["late"]) == (2 * EACH - 10_000, 17)


def test_verify_fails_while_a_stated_total_disagrees():
    registered(2)
    funder = Funder.objects.get()
    words = {"funder": funder, "month": cast.JULY, "measure": "members", "source": "BPJS Atambua", "as_of": CAME}
    total = state_total(**words, value=3, actor=cast.FINANCE, on=CAME)
    assert [fault.partition(" ")[0] for fault in faults()] == ["BILL-24"]
    with pytest.raises(Refused, match="BILL-20"):
        state_total(**words, value=2, actor=cast.FINANCE, on=CAME)
    withdraw_total(total=total.pk, reason="salah ketik", actor=cast.FINANCE, on=CAME)
    state_total(**words, value=2, actor=cast.FINANCE, on=CAME)
    assert faults() == []
    assert OutsideTotal.objects.count() == 2


def test_a_total_speaks_of_its_day_and_a_later_death_does_not_make_it_wrong():
    _, [maria, _] = registered(2)
    december = {"funder": Funder.objects.get(), "month": Month(2025, 12), "measure": "members", "source": "BPJS"}
    state_total(**december, as_of=date(2025, 8, 1), value=2, actor=cast.FINANCE, on=CAME)
    dies(maria)
    state_total(**december, as_of=date(2025, 8, 31), value=1, actor=cast.FINANCE, on=CAME)
    assert faults() == []


def test_the_database_keeps_invoices_and_closures_as_they_are(tmp_path):
    bill, _ = two_people()
    compare(bill, theirs(bill), tmp_path)
    close(bill=paid(bill), actor=cast.FINANCE, on=CAME)
    for model in (Invoice, BillClosure):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(bill=bill)
