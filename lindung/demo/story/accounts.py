"""The full circle to the bank: accounts asked and opened through files, the premiums found on its statement.

The bank is played by a program that knows us only by our files (`lindung.demo.simulate`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from lindung.banking.imports import payments, requests, statements
from lindung.banking.models import Account, AccountRequest, Bank
from lindung.banking.services import Item, order_payments, record_consents, request_accounts
from lindung.billing.models import Payment
from lindung.demo.plan import Plan
from lindung.demo.story.diary import BANK, FINANCE, OPERATOR, Diary, World
from lindung.nominations.models import Enrolment

# The second round asks again for whom the bank refused in the first.
FIRST, SECOND = date(2025, 7, 22), date(2025, 7, 30)
ROUNDS = ((FIRST, False), (SECOND, True), (date(2025, 9, 1), True), (date(2025, 12, 2), True))
ANSWERS, LATE, PRINTED = timedelta(days=4), timedelta(days=7), timedelta(days=5)
TREASURY = "0011223344"
YEAR_END = date(2025, 12, 31)
ASSISTED, PEOPLE_ASSISTED, ASSISTANCE = date(2025, 10, 15), 120, 300_000


def write_accounts(world: World, diary: Diary, plan: Plan, print_items: Callable[[date], None]) -> None:
    """Accounts asked and opened in four rounds, each with cards and books after it; a statement at the end."""
    for day, calm in ROUNDS:
        diary.write(day, "accounts", "rekening diminta", partial(_ask, world, plan, calm))
        diary.write(day + ANSWERS, "accounts", "rekening dibuka", partial(_open, world))
        diary.write(day + LATE, "accounts", "jawaban bank susulan", partial(_open_late, world))
        diary.write(day + PRINTED, "cards", "kartu dan buku dicetak", print_items)
    diary.write(ASSISTED, "accounts", "bantuan diperintahkan dan dijawab bank", partial(_assist, world, plan))
    diary.write(YEAR_END, "accounts", "rekening koran kas daerah", partial(_statement, world, plan))


def _bank(world: World) -> Bank:
    assert world.bank  # noqa: S101  (made by prepare)
    return world.bank


def _ask(world: World, plan: Plan, calm: bool, on: date) -> None:
    programme, bank = world.programmes[plan.code], _bank(world)
    people = Enrolment.objects.filter(programme=programme, ended_on=None).values_list("person_id", flat=True)
    record_consents(
        consents=dict.fromkeys(people, True), source="kolom kesediaan pada usulan", actor=OPERATOR, on=on
    )
    request_accounts(programme=programme, bank=bank, actor=BANK, on=on)
    made = requests.hand_over(bank=bank, asked_on=on, actor=BANK, on=on)
    if made:
        folder = world.out / "exchange"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / made[0].name
        path.write_bytes(made[1])
        world.at_bank.append((path, calm))


def _open(world: World, on: date) -> None:
    """The bank's answers: some no, some twice, some for nobody we asked for, some in another name at first."""
    for path, calm in world.at_bank:
        given = world.bank_office.open_accounts(path, calm=calm)
        first, *later = given.deliveries
        done = requests.take_in(path=first.path, bank=_bank(world), actor=BANK, on=on)
        planted = {"BANK-01": given.planted.get("strangers", 0), "BANK-18": given.planted.get("misspelt", 0)}
        found = Counter(problem.code for problem in done.problems)
        wanted = {code: count for code, count in planted.items() if count}
        world.expect(f"{first.path.name}: masalah", wanted, dict(found))
        world.expect(f"{first.path.name}: ditolak bank", given.planted.get("refused", 0), done.refused)
        if given.misspelt:
            sure = requests.take_in(path=first.path, bank=_bank(world), confirmed=given.misspelt, actor=BANK, on=on)
            world.expect(f"{first.path.name}: nama yang dipastikan", len(given.misspelt), sure.opened)
        world.late_accounts.extend((delivery.path, given.planted["late"]) for delivery in later)
    world.at_bank.clear()


def _open_late(world: World, on: date) -> None:
    for path, late in world.late_accounts:
        done = requests.take_in(path=path, bank=_bank(world), actor=BANK, on=on)
        world.expect(f"{path.name}: jawaban susulan", late, done.opened + done.refused)
    world.late_accounts.clear()
    waiting = AccountRequest.objects.filter(bank=_bank(world), state=AccountRequest.State.ASKED, asked_on__lt=on)
    still = waiting.exclude(asked_on=on - ANSWERS).count()
    world.expect("permintaan rekening yang tidak dijawab bank", 0, still)


def _assist(world: World, plan: Plan, on: date) -> None:
    """An invented assistance to a few: ordered as pain.001, answered by pain.002, some accounts closed."""
    bank = _bank(world)
    people = Account.objects.filter(bank=bank, person__merged_into=None).order_by("pk")[:PEOPLE_ASSISTED]
    order = order_payments(
        reference="BANTUAN-2025-1", payer=world.programmes[plan.code].funder, bank=bank, kind="assistance",
        purpose="Bantuan alat kerja (rekaan)", debit_account=TREASURY, execute_on=on,
        items=[Item(one.person_id, ASSISTANCE) for one in people], actor=FINANCE, on=on,
    )  # fmt: skip
    message, content = payments.hand_over(order=order, form="pain001", actor=FINANCE, on=on)
    path = world.out / "exchange" / message.name
    path.write_bytes(content)
    report, rejected = world.bank_office.pay(path, on)
    done = payments.take_in(path=report, bank=bank, actor=BANK, on=on)
    world.expect("transfer bantuan ditolak bank", rejected, done.rejected)
    world.expect("transfer bantuan dijawab", order.transfers_ordered, done.paid + done.rejected)


def _statement(world: World, plan: Plan, on: date) -> None:
    """Every premium of the programme left the treasury's account once, and none that we do not know."""
    paid = Payment.objects.filter(bill__programme=world.programmes[plan.code], kind=Payment.Kind.TRANSFER)
    debits = [
        (payment.on, payment.rupiah, f"SP2D {payment.sp2d} IURAN {payment.bill.payment_code}", "")
        for payment in paid.select_related("bill").order_by("on", "pk")
    ]
    opening = 2 * sum(rupiah for _, rupiah, *_ in debits)
    path = world.bank_office.statement(TREASURY, opening, debits, f"koran-{plan.code}")
    funder = world.programmes[plan.code].funder
    done = statements.take_in(path=path, bank=_bank(world), funder=funder, actor=FINANCE, on=on)
    world.expect("mutasi yang cocok dengan pembayaran iuran", len(debits), done.payments)
    world.expect("mutasi yang tidak dikenal", 0, done.unmatched)
