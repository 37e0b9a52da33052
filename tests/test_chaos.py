"""Chaos on the way to BPJS and the bank: files lost, doubled, late, out of order, cut; the power gone at any step.

Whatever happens, and in whatever order: nobody twice, no rupiah twice; and once the post runs again, nobody lost.
"""

from __future__ import annotations

import csv
import random
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from lindung.billing import imports as invoices
from lindung.billing.models import Bill, BillLine
from lindung.billing.queries import newest_invoice, unfinished
from lindung.billing.services import close, explain, explain_ended, freeze, pay
from lindung.coverage.services import end_for_death, replace
from lindung.exchange.models import Message
from lindung.intake.tests import makers
from lindung.kernel.month import months_from
from lindung.kernel.problem import Refused
from lindung.membership import imports as lists
from lindung.membership.models import Batch, Branch, Registration
from lindung.membership.queries import batches, open_contradictions
from lindung.membership.services import load_branches, send
from lindung.nominations.models import Enrolment
from lindung.people.models import Person
from lindung.programmes.models import Decree
from tests import cast
from tests.chaos import PowerCut, faults, killed, live, power_gone_after, read_in_this_process

__all__ = ["read_in_this_process"]

DAY = date(2025, 7, 20)
MONTHS = months_from(cast.JULY, 3)
SEATS, PEOPLE = 4, 7


class Post(RuleBasedStateMachine):
    """Lists, answers, invoices and payments travel as files; BPJS tells the truth, the post does what it likes."""

    @initialize()
    def begin(self) -> None:
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.folder = Path(tempfile.mkdtemp())
        self.files = self.decrees = 0
        self.mail: list[tuple[str, Path, int]] = []  # what lies at the post: kind, file, whose
        load_branches()
        self.programme = cast.province_programme(seats=SEATS, months=len(MONTHS))
        cast.proposed(self.programme, cast.people(PEOPLE))
        cast.verified(self.programme)
        cast.decided(self.programme)

    def teardown(self) -> None:
        if not hasattr(self, "frame"):
            return
        try:
            self.the_post_runs_again()
        finally:
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    # What BPJS knows: every third person is refused, the others have a number of their own.

    def truth(self, registration: Registration) -> list[str]:
        number = int(registration.nik[-4:])
        if number % 3 == 0:
            return [registration.nik, "", "DITOLAK", "R04"]
        return [registration.nik, f"25{number:09d}", "DITERIMA", ""]

    def write(self, rows: list[list[str]], titles: list[str]) -> Path:
        self.files += 1
        path = self.folder / f"berkas-{self.files}.csv"
        with path.open("w", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows([titles, *rows])
        return path

    def answers(self, batch: Batch, some: random.Random | None = None) -> Path:
        rows = [self.truth(row) for row in batch.registrations.order_by("enrolment_id")]
        if some:
            some.shuffle(rows)
            rows = rows[: some.randint(1, len(rows))]
            rows += rows[: some.randint(0, 1)]
        return self.write(rows, ["NIK", "NO KPJ", "STATUS", "KODE ALASAN"])

    # Rules

    @rule()
    def we_send(self) -> None:
        send(programme=self.programme, wadah="SG", actor=cast.OPERATOR, on=DAY)

    @precondition(lambda self: Batch.objects.exists())
    @rule(dice=st.randoms(use_true_random=False), which=st.integers(0, 9))
    def bpjs_answers_in_part_and_out_of_order(self, dice, which) -> None:
        every = list(Batch.objects.order_by("pk"))
        batch = every[which % len(every)]
        self.mail.append(("answer", self.answers(batch, dice), batch.pk))

    @precondition(lambda self: Bill.objects.exists())
    @rule(which=st.integers(0, 9))
    def bpjs_sends_its_bill(self, which) -> None:
        every = list(Bill.objects.order_by("pk"))
        bill = every[which % len(every)]
        self.mail.append(("invoice", self.invoice(bill), bill.pk))

    def invoice(self, bill: Bill) -> Path:
        """With the dead still on it: BPJS knows of its members and of nobody's end."""
        members = Registration.objects.filter(batch__branch=bill.branch, answer="accepted").order_by("pk")
        rows = [[row.nik, row.kpj, f"{bill.month_from:%Y-%m}", "1000000", "16800"] for row in members]
        return self.write(rows, ["NIK", "NO KPJ", "BULAN", "UPAH", "IURAN"])

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), twice=st.booleans())
    def the_post_delivers(self, which, twice) -> None:
        kind, path, whose = self.mail[which % len(self.mail)]
        if not twice:
            self.mail.remove((kind, path, whose))
        self.deliver(kind, path, whose)

    def deliver(self, kind: str, path: Path, whose: int) -> None:
        try:
            if kind == "answer":
                lists.take_in(path=path, batch=Batch.objects.get(pk=whose), actor=cast.OPERATOR, on=DAY)
            else:
                bill = Bill.objects.get(pk=whose)
                found = invoices.take_in(path=path, bill=bill, actor=cast.FINANCE, on=DAY)
                explain_ended(invoice=found.invoice, actor=cast.FINANCE, on=DAY)
        except Refused as refusal:
            assert refusal.problems

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99))
    def the_post_loses(self, which) -> None:
        self.mail.pop(which % len(self.mail))

    @precondition(lambda self: self.mail)
    @rule(which=st.integers(0, 99), share=st.floats(0.05, 0.95))
    def the_post_cuts(self, which, share) -> None:
        kind, path, whose = self.mail[which % len(self.mail)]
        self.files += 1
        cut = self.folder / f"potongan-{self.files}.csv"
        content = path.read_bytes()
        cut.write_bytes(content[: max(1, int(len(content) * share))])
        self.mail.append((kind, cut, whose))

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
        answered = list(Registration.objects.order_by("pk").values_list("pk", "answer", "kpj"))
        return (
            answered,
            Message.objects.count(),
            BillLine.objects.count(),
            [cast.held_months(person.pk) for person in Person.objects.order_by("pk")],
        )

    @rule()
    def seats_are_filled_from_the_reserve(self) -> None:
        self.decrees += 1
        amendment = cast.decree(self.programme, f"UBAH-{self.decrees}", kind=Decree.Kind.AMENDMENT, on=DAY)
        replace(decree=amendment, actor=cast.DECIDER, on=DAY)

    @rule(month=st.sampled_from(MONTHS))
    def a_bill_is_frozen(self, month) -> None:
        try:
            freeze(
                programme=self.programme, branch=Branch.objects.get(pk="atambua"), first=month, last=month,
                payment_code=f"KODE-{month}-{Bill.objects.count()}", due_on=DAY, actor=cast.FINANCE, on=DAY,
            )  # fmt: skip
        except Refused as refusal:
            assert [problem.code for problem in refusal.problems] == ["BILL-01"]

    @precondition(lambda self: Bill.objects.exists())
    @rule(which=st.integers(0, 9), times=st.integers(1, 2))
    def a_bill_is_paid_and_the_message_comes_twice(self, which, times) -> None:
        every = list(Bill.objects.order_by("pk"))
        bill = every[which % len(every)]
        for _ in range(times):
            pay(bill=bill, rupiah=bill.rupiah, reference=f"TRF-{bill.pk}", actor=cast.FINANCE, on=DAY)

    @rule(which=st.integers(0, 9))
    def somebody_dies(self, which) -> None:
        live = list(Enrolment.objects.filter(ended_on=None).order_by("pk").values_list("person", flat=True))
        if live:
            end_for_death(person=live[which % len(live)], died_on=date(2025, 7, 15), actor=cast.OPERATOR, on=DAY)

    @invariant()
    def nobody_twice_and_no_rupiah_twice(self) -> None:
        if not hasattr(self, "programme"):
            return
        assert [fault for fault in faults() if "older_than" not in fault] == []
        for row in batches():
            assert row["accepted"] + row["rejected"] + row["waiting"] == row["people"]
        for bill in Bill.objects.all():
            assert sum(bill.payments.values_list("rupiah", flat=True)) in (0, bill.rupiah)
        assert open_contradictions() == []  # BPJS tells the truth, so no file can contradict another

    def the_post_runs_again(self) -> None:
        """Everything is asked for once more: then every person has an answer and every bill is closed."""
        for _ in range(PEOPLE):
            self.we_send()
            waiting = [row["batch"] for row in batches() if row["waiting"]]
            for number in waiting:
                batch = Batch.objects.get(pk=number)
                self.deliver("answer", self.answers(batch), batch.pk)
            self.seats_are_filled_from_the_reserve()
            sent = Registration.objects.values_list("pk", flat=True)
            if not waiting and not Enrolment.objects.filter(ended_on=None).exclude(pk__in=sent).exists():
                break
        for month in MONTHS:
            self.a_bill_is_frozen(month)
        for bill in Bill.objects.order_by("pk"):
            pay(bill=bill, rupiah=bill.rupiah, reference=f"TRF-{bill.pk}", actor=cast.FINANCE, on=DAY)
            self.deliver("invoice", self.invoice(bill), bill.pk)
            explain(invoice=newest_invoice(bill), owner="bpjs", reason="mutasi", actor=cast.FINANCE, on=DAY)
            close(bill=bill, actor=cast.FINANCE, on=DAY)
        self.nobody_twice_and_no_rupiah_twice()
        assert unfinished(DAY)["bills"] == []
        assert not Registration.objects.filter(answer=None).exists()
        live = Enrolment.objects.filter(ended_on=None).values_list("pk", flat=True)
        registered = Registration.objects.filter(answer="accepted").values_list("pk", flat=True)
        assert set(live) <= set(registered)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("read_in_this_process")
def test_whatever_the_post_and_the_power_do_nobody_and_no_rupiah_is_twice_or_lost():
    live(Post, steps=14)


TAKE_IN = """
    from lindung.config.cli import set_up
    set_up()
    import sys
    from pathlib import Path
    from datetime import date
    from lindung.membership import imports
    from lindung.membership.models import Batch
    from tests import cast
    print("ready", flush=True)
    for path in sys.argv[1:]:
        for batch in Batch.objects.all():
            imports.take_in(path=Path(path), batch=batch, actor=cast.OPERATOR, on=date(2025, 7, 20))
    print("done", flush=True)
"""


@pytest.mark.slow
def test_a_process_killed_at_any_moment_leaves_all_of_a_file_or_nothing(committed_db, tmp_path):
    load_branches()
    programme = cast.province_programme(seats=30)
    cast.proposed(programme, cast.people(30))
    cast.verified(programme)
    cast.decided(programme)
    [batch] = send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=DAY).batches
    niks = list(batch.registrations.order_by("pk").values_list("nik", flat=True))
    parts = [niks[:10], niks[10:20], niks[20:]]
    paths = []
    for turn, part in enumerate(parts):
        rows = [[nik, f"25{int(nik[-4:]):09d}", "DITERIMA"] for nik in part]
        paths.append(makers.xlsx(tmp_path / f"jawaban-{turn}.xlsx", [["NIK", "NO KPJ", "STATUS"], *rows]))
    for _ in killed(TAKE_IN, paths, (0.0, 0.15, 0.4, 0.8)):
        for part in parts:
            answered = Registration.objects.filter(nik__in=part).exclude(answer=None).count()
            assert answered in (0, len(part))
        assert faults() == []
    assert not Registration.objects.filter(answer=None).exists()
    assert Message.objects.filter(direction="in").count() == len(parts)
