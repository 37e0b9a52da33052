"""Chaos on the way to the bank: requests, answers, orders, reports and statements lost, doubled, late, cut.

The bank keeps books of its own here and tells the truth of them, sometimes after saying something else first.
Whatever the post and the power do: nobody gets two accounts, no rupiah leaves twice; and once the post runs again,
none is lost.
"""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lindung.banking.imports import payments, requests, statements
from lindung.banking.models import (
    Account,
    AccountBatch,
    AccountRequest,
    Contradiction,
    PaymentOrder,
    StatementEntry,
    Transfer,
)
from lindung.banking.services import (
    Item,
    create_bank,
    order_payments,
    record_consents,
    request_accounts,
    resolve,
    settle_contradiction,
)
from lindung.billing.models import Payment
from lindung.billing.services import pay
from lindung.billing.tests.story import frozen, registered
from lindung.demo.simulate.bank import CAMT, ENTRY, REPORT, STATUS
from lindung.exchange.models import Message
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from tests import cast
from tests.chaos import PowerCut, faults, killed, live, power_gone_after, read_in_this_process

__all__ = ["read_in_this_process"]
DAY = date(2025, 8, 20)
WHO = {"actor": cast.FINANCE, "on": DAY}
OURS, OPENING, EACH = "0011223344", 50_000_000, 300_000
PEOPLE = 5
PURPOSES = ("alat tangkap", "benih")


@dataclass
class Books:
    """What the bank knows: its accounts by NIK, what it did with each transfer, every movement on our account."""

    left: list[tuple[int, str, str]] = field(default_factory=list)  # (rupiah, text, end-to-end)
    done: dict[str, bool] = field(default_factory=dict)  # end-to-end → paid, as it stands now

    @staticmethod
    def number(nik: str) -> str:
        """Every third person is refused."""
        return "" if int(nik[-4:]) % 3 == 0 else f"01{int(nik[-4:]):08d}"

    def carry_out(self, reference: str) -> None:
        """Once, however often the order comes; every fourth account is closed."""
        if reference not in self.done:
            self.done[reference] = int(reference[-6:]) % 4 != 0
            if self.done[reference]:
                self.left.append((-EACH, "BANTUAN", reference))

    def send_back(self, reference: str) -> None:
        if self.done.get(reference):
            self.done[reference] = False
            self.left.append((EACH, "RETUR", reference))


class Till(RuleBasedStateMachine):
    """Lists, answers, orders, reports and statements travel as files; the post does with them what it likes."""

    @initialize()
    def begin(self) -> None:
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        self.files = self.orders = 0
        self.mail: list[tuple[str, Path]] = []
        self.books = Books()
        self.programme, self.people = registered(PEOPLE)
        self.bank = create_bank(code="BANK-NTT", name="Bank NTT", **WHO)
        record_consents(consents=dict.fromkeys(self.people, True), source="daftar", **WHO)
        self.bill = frozen(self.programme)

    def teardown(self) -> None:
        if not hasattr(self, "frame"):
            return
        try:
            self.the_post_runs_again()
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def path(self, ending: str) -> Path:
        self.files += 1
        return self.folder / f"berkas-{self.files}.{ending}"

    # Files of the bank

    def answers(self, batch: AccountBatch, dice: random.Random | None = None, *, misspelt: bool = False) -> Path:
        rows = []
        for asked in batch.requests.select_related("person").order_by("pk"):
            number = self.books.number(asked.nik)
            name = "NAMA LAIN" if misspelt else asked.person.name
            rows.append([asked.nik, name, number, "Betun", "" if number else "KTP buram"])
        if dice:
            dice.shuffle(rows)
            rows = rows[: dice.randint(1, len(rows))]
            rows += rows[: dice.randint(0, 1)]
        path = self.path("csv")
        with path.open("w", newline="") as stream:
            titles = ["NIK", "NAMA NASABAH", "NO REKENING", "CABANG", "KETERANGAN"]
            csv.writer(stream, delimiter=";").writerows([titles, *rows])
        return path

    def report(self, said: dict[str, bool]) -> Path:
        path = self.path("xml")
        told = "".join(
            STATUS.format(own=own, status="ACSC" if paid else "RJCT", reason="") for own, paid in said.items()
        )
        path.write_text(REPORT.format(message=f"P0-{self.files}", on=DAY, transfers=told))
        return path

    def statement(self, since: int, until: int) -> Path:
        """Movements `since` to `until`, with the balances they lead from and to."""
        path = self.path("xml")
        opening = OPENING + sum(rupiah for rupiah, *_ in self.books.left[:since])
        entries = "".join(self.movement(turn, *one) for turn, one in list(enumerate(self.books.left))[since:until])
        closing = opening + sum(rupiah for rupiah, *_ in self.books.left[since:until])
        path.write_text(
            CAMT.format(
                id=path.stem, account=OURS, opening=opening, closing=closing, entries=entries, first=DAY, last=DAY
            )
        )
        return path

    @staticmethod
    def movement(turn: int, rupiah: int, text: str, own: str) -> str:
        on = DAY + timedelta(days=turn % 5)
        words = {"on": on, "reference": f"FT{turn:06d}", "own": own or "NOTPROVIDED", "text": text}
        made = ENTRY.format(rupiah=abs(rupiah), **words)
        return made.replace("DBIT", "CRDT") if rupiah > 0 else made

    # Rules

    @rule()
    def we_ask(self) -> None:
        batch = request_accounts(programme=self.programme, bank=self.bank, **WHO).batch
        if batch:
            requests.hand_over(bank=self.bank, batch=batch, kind="csv", **WHO)

    @precondition(lambda self: AccountBatch.objects.exists())
    @rule(dice=st.randoms(use_true_random=False), which=st.integers(0, 9), misspelt=st.booleans())
    def the_bank_answers_in_part_and_out_of_order(self, dice, which, misspelt) -> None:
        every = list(AccountBatch.objects.order_by("pk"))
        self.mail.append(("answer", self.answers(every[which % len(every)], dice, misspelt=misspelt)))

    @precondition(lambda self: Contradiction.objects.filter(settled=None).exists())
    @rule(which=st.integers(0, 9), taken=st.booleans())
    def an_officer_settles_a_doubt(self, which, taken) -> None:
        every = list(Contradiction.objects.filter(settled=None).order_by("pk"))
        try:
            settle_contradiction(contradiction=every[which % len(every)], taken=taken, note="telepon cabang", **WHO)
        except Refused as refusal:
            assert taken, refusal

    @precondition(lambda self: Account.objects.exists())
    @rule(purpose=st.sampled_from(PURPOSES), dice=st.randoms(use_true_random=False), again=st.booleans())
    def people_are_ordered_to_be_paid(self, purpose, dice, again) -> None:
        """Whoever has an account and whom nobody pays for this yet; or, by mistake, everybody once more."""
        held = list(Account.objects.order_by("pk").values_list("person", flat=True))
        live = Transfer.objects.filter(purpose=purpose).exclude(state="rejected").values_list("person", flat=True)
        people = held if again else [person for person in held if person not in set(live)]
        dice.shuffle(people)
        self.orders += 1
        try:
            order_payments(
                reference=f"PB/{self.orders}", payer=self.programme.funder, bank=self.bank, kind="assistance",
                purpose=purpose, debit_account=OURS, execute_on=DAY,
                items=[Item(one, EACH) for one in people], **WHO,
            )  # fmt: skip
        except Refused as refusal:
            assert [problem.code for problem in refusal.problems] in (["BANK-25"], ["BANK-26"])

    @precondition(lambda self: PaymentOrder.objects.exists())
    @rule(which=st.integers(0, 9), times=st.integers(1, 2))
    def the_bank_pays_however_often_the_order_comes(self, which, times) -> None:
        every = list(PaymentOrder.objects.order_by("pk"))
        order = every[which % len(every)]
        if not order.transfers.exclude(state="rejected").exists():
            return
        for _ in range(times):
            _, content = payments.hand_over(order=order, form="pain001", **WHO)
            assert content.count(b"<EndToEndId>") == order.transfers_ordered
            for reference in order.transfers.values_list("reference", flat=True):
                self.books.carry_out(reference)

    @precondition(lambda self: self.books.done)
    @rule(dice=st.randoms(use_true_random=False), lies=st.booleans())
    def the_bank_reports_in_part_and_now_and_then_wrongly(self, dice, lies) -> None:
        """A wrong word that money did not arrive comes only after we know that it did."""
        said = dict(dice.sample(sorted(self.books.done.items()), dice.randint(1, len(self.books.done))))
        if lies:
            known = set(Transfer.objects.filter(state="paid").values_list("reference", flat=True))
            said = {own: not paid if not paid or own in known else paid for own, paid in said.items()}
        self.mail.append(("report", self.report(said)))

    @precondition(lambda self: any(self.books.done.values()))
    @rule(which=st.integers(0, 9))
    def money_comes_back(self, which) -> None:
        paid = sorted(own for own, done in self.books.done.items() if done)
        self.books.send_back(paid[which % len(paid)])

    @rule(by_hand=st.booleans())
    def the_treasury_pays_the_premium(self, by_hand) -> None:
        if not any("KODE-1" in text for _, text, _ in self.books.left):
            self.books.left.append((-self.bill.rupiah, "IURAN KODE-1", ""))
            if by_hand:
                pay(bill=self.bill, rupiah=self.bill.rupiah, reference="TRF-1", **WHO)

    @precondition(lambda self: self.books.left)
    @rule(since=st.integers(0, 9), length=st.integers(1, 9))
    def the_bank_sends_a_statement_that_overlaps(self, since, length) -> None:
        since %= len(self.books.left)
        self.mail.append(("statement", self.statement(since, since + length)))

    @precondition(lambda self: Transfer.objects.filter(state="disputed").exists())
    @rule(which=st.integers(0, 9))
    def finance_ends_a_dispute_by_the_banks_books(self, which) -> None:
        every = list(Transfer.objects.filter(state="disputed").order_by("pk"))
        self.end(every[which % len(every)])

    def end(self, transfer: Transfer) -> None:
        paid = self.books.done.get(transfer.reference, False)
        resolve(reference=transfer.reference, paid=paid, note="buku bank", **WHO)

    # The post and the power

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), twice=st.booleans())
    def the_post_delivers(self, which, twice) -> None:
        letter = self.mail[which % len(self.mail)]
        if not twice:
            self.mail.remove(letter)
        self.deliver(*letter)

    def deliver(self, kind: str, path: Path) -> None:
        try:
            if kind == "answer":
                requests.take_in(path=path, bank=self.bank, **WHO)
            elif kind == "report":
                payments.take_in(path=path, bank=self.bank, **WHO)
            else:
                statements.take_in(path=path, bank=self.bank, funder=self.programme.funder, **WHO)
        except Refused as refusal:
            assert refusal.problems

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99))
    def the_post_loses(self, which) -> None:
        self.mail.pop(which % len(self.mail))

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), share=st.floats(0.05, 0.95))
    def the_post_cuts(self, which, share) -> None:
        kind, path = self.mail[which % len(self.mail)]
        cut = self.path(path.suffix[1:])
        content = path.read_bytes()
        cut.write_bytes(content[: max(1, int(len(content) * share))])
        self.mail.append((kind, cut))

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), statements=st.integers(0, 40))
    def the_power_goes_while_a_file_comes_in(self, which, statements) -> None:
        before = self.counts()
        try:
            with transaction.atomic(), power_gone_after(statements):
                self.deliver(*self.mail[which % len(self.mail)])
        except PowerCut:
            assert self.counts() == before

    def counts(self) -> tuple[object, ...]:
        return (
            list(AccountRequest.objects.order_by("pk").values_list("pk", "state")),
            list(Account.objects.order_by("pk").values_list("person", "number")),
            list(Transfer.objects.order_by("pk").values_list("pk", "state")),
            list(StatementEntry.objects.order_by("pk").values_list("pk", "payment", "transfer")),
            list(Payment.objects.order_by("pk").values_list("pk", "rupiah")),
            Message.objects.count(),
        )

    @invariant()
    def nobody_and_no_rupiah_twice(self) -> None:
        if not hasattr(self, "bill"):
            return
        assert faults() == []
        for asked in AccountRequest.objects.filter(state="opened"):
            assert Account.objects.get(person=asked.person_id).number == self.books.number(asked.nik)
        assert Account.objects.count() <= PEOPLE
        # What left for a person and purpose and did not come back, by the bank's own books.
        for purpose in PURPOSES:
            for person in self.people:
                rows = Transfer.objects.filter(person=person, purpose=purpose)
                assert sum(self.books.done.get(one.reference, False) for one in rows) <= 1
        assert sum(self.bill.payments.values_list("rupiah", flat=True)) in (0, self.bill.rupiah)
        seen = StatementEntry.objects.filter(payment=None, transfer=None).values_list("text", flat=True)
        assert list(seen) == [], "a movement of ours that nobody knows"

    def the_post_runs_again(self) -> None:
        """Everything is asked for and told once more: then ours and the bank's books are the same."""
        if not hasattr(self, "bill"):
            return
        for batch in AccountBatch.objects.order_by("pk"):
            self.deliver("answer", self.answers(batch))
        for order in PaymentOrder.objects.order_by("pk"):
            for reference in order.transfers.values_list("reference", flat=True):
                self.books.carry_out(reference)
        if self.books.left:
            self.deliver("statement", self.statement(0, len(self.books.left)))
        self.deliver("report", self.report(self.books.done))
        for transfer in Transfer.objects.filter(state="disputed").order_by("pk"):
            self.end(transfer)
        self.nobody_and_no_rupiah_twice()
        assert not AccountRequest.objects.filter(state="asked").exists()
        said = Transfer.objects.values_list("reference", "state")
        assert {own: state == "paid" for own, state in said} == self.books.done
        kept = StatementEntry.objects.values_list("rupiah", flat=True)
        assert sorted(kept) == sorted(rupiah for rupiah, *_ in self.books.left)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("read_in_this_process")
def test_whatever_the_post_and_the_power_do_the_banks_books_and_ours_agree():
    live(Till, steps=24)


TAKE_IN = """
    from lindung.config.cli import set_up
    set_up()
    import sys
    from pathlib import Path
    from lindung.banking.imports import requests, statements
    from lindung.banking.models import Bank
    from tests.test_chaos_bank import WHO
    print("ready", flush=True)
    bank = Bank.objects.get()
    for path in map(Path, sys.argv[1:]):
        room = statements if path.suffix == ".xml" else requests
        room.take_in(path=path, bank=bank, **WHO)
    print("done", flush=True)
"""


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_all_of_the_banks_file_or_nothing(committed_db, tmp_path):
    programme, people = registered(12)
    bank = create_bank(code="BANK-NTT", name="Bank NTT", **WHO)
    record_consents(consents=dict.fromkeys(people, True), source="daftar", **WHO)
    request_accounts(programme=programme, bank=bank, **WHO)
    bill = frozen(programme)
    niks = list(AccountRequest.objects.order_by("pk").values_list("nik", flat=True))
    parts = [niks[:6], niks[6:]]
    paths = [
        makers.xlsx(tmp_path / f"jawaban-{turn}.xlsx", [["NIK", "NO REKENING"], *rows])
        for turn, rows in enumerate([[nik, f"01{nik[-8:]}"] for nik in part] for part in parts)
    ]
    till = Till()
    till.folder, till.files = tmp_path, 0
    till.books = Books([(-bill.rupiah, "IURAN KODE-1", ""), (-2_500, "BIAYA", "")])
    paths.append(till.statement(0, 2))
    for _ in killed(TAKE_IN, paths, (0.0, 0.2, 0.5)):
        for part in parts:
            assert Account.objects.filter(number__in=[f"01{nik[-8:]}" for nik in part]).count() in (0, len(part))
        assert (StatementEntry.objects.count(), Payment.objects.count()) in ((0, 0), (2, 1))
        assert faults() == []
    assert (Account.objects.count(), Payment.objects.get().rupiah) == (12, bill.rupiah)
