"""Something of the bank in a region, for the walk over every page: a batch, a doubt, a statement, an order."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lindung.audit.services import Actor
from lindung.banking.imports import payments, requests, statements
from lindung.banking.models import AccountBatch, Contradiction, PaymentOrder, StatementEntry, Transfer
from lindung.banking.services import (
    Answer,
    Item,
    answer_accounts,
    create_bank,
    order_payments,
    record_consents,
    request_accounts,
)
from lindung.exchange.models import Message
from lindung.nominations.models import Enrolment
from lindung.programmes.models import Programme
from tests import cast

KEEPER = Actor("penjaga", "Penjaga server")
DAY = date(2025, 8, 20)
WHO = {"actor": KEEPER, "on": DAY}
MT940 = """:20:KORAN
:25:{account}
:28C:1/1
:60F:C250820IDR10000000,00
:61:2508210821D5000,00NTRFNONREF//FT1
:86:BIAYA ADMINISTRASI
:62F:C250821IDR9995000,00
-
"""


def a_batch(region: str, programme: Programme) -> AccountBatch:
    """The programme's person asked for; the bank opened the account in another name."""
    known = AccountBatch.objects.filter(programme=programme).first()
    if known:
        return known
    bank = create_bank(code="BANK-NTT", name="Bank NTT", **WHO)
    people = list(Enrolment.objects.filter(programme=programme).values_list("person_id", flat=True))
    record_consents(consents=dict.fromkeys(people, True), source="daftar", **WHO)
    batch = request_accounts(programme=programme, bank=bank, district=region, **WHO).batch
    assert batch, "nobody of the programme is registered"
    requests.hand_over(bank=bank, batch=batch, **WHO)
    nik = batch.requests.get().nik
    number = f"0{region.replace('.', '')}0001"
    answer_accounts(bank=bank, answers=[Answer(nik, number, "Betun", name="LAIN")], source=f"bank-{region}", **WHO)
    return batch


def a_doubt(region: str, programme: Programme) -> int:
    return Contradiction.objects.get(request__batch=a_batch(region, programme)).pk


def a_movement(region: str, programme: Programme) -> StatementEntry:
    """A movement nobody knows, on an account of the programme's funder."""
    bank = create_bank(code="BANK-NTT", name="Bank NTT", **WHO)
    account = f"9{region.replace('.', '')}001"
    known = StatementEntry.objects.filter(account=account).first()
    if known:
        return known
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"koran-{region}.sta"
        path.write_text(MT940.format(account=account))
        statements.take_in(path=path, bank=bank, funder=programme.funder, **WHO)
    return StatementEntry.objects.get(account=account)


def an_order(region: str, programme: Programme) -> PaymentOrder:
    """An order to pay the person of the batch, handed to the bank."""
    reference = f"PB-{region}"
    known = PaymentOrder.objects.filter(reference=reference).first()
    if known:
        return known
    batch = a_batch(region, programme)
    asked = batch.requests.get()
    if asked.state == "asked":
        again = [Answer(asked.nik, f"0{region.replace('.', '')}0002", "Betun")]
        answer_accounts(bank=batch.bank, answers=again, source=f"bank-{region}-2", **WHO)
    made = order_payments(
        reference=reference, payer=programme.funder, bank=batch.bank, kind="assistance", purpose="alat tangkap",
        debit_account="001020304", execute_on=DAY, items=[Item(asked.person_id, 300_000)], **WHO,
    )  # fmt: skip
    payments.hand_over(order=made, form="csv", **WHO)
    return made


def a_transfer(region: str, programme: Programme) -> int:
    return Transfer.objects.get(order=an_order(region, programme)).pk


def asked_file(region: str, programme: Programme) -> int:
    return Message.objects.get(subject=f"accounts:{a_batch(region, programme).pk}", direction="out").pk


def order_file(region: str, programme: Programme) -> int:
    return Message.objects.get(subject=f"order:{an_order(region, programme).reference}").pk


def accounts_of(numbers: list[int]) -> None:
    """Accounts for these of the cast, asked with everybody who agreed."""
    bank, programme = create_bank(code="BANK-NTT", name="Bank NTT", **WHO), Programme.objects.get()
    request_accounts(programme=programme, bank=bank, **WHO)
    answers = [Answer(cast.nik_of(number), f"01{number:08d}", "Betun") for number in numbers]
    answer_accounts(bank=bank, answers=answers, source="jawaban-bank", **WHO)
