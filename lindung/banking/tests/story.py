"""Orders and the official schemas, for the tests of this room."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from lxml import etree

from lindung.banking.models import PaymentOrder
from lindung.banking.services import Item, Told, answer_transfers, order_payments
from lindung.programmes.models import Funder
from tests import cast

DAY = date(2025, 8, 20)
OURS = "001020304"
SCHEMAS = Path(settings.BASE_DIR).parents[1] / "shared" / "standards" / "iso20022"
EACH = 300_000


def schema(name: str) -> etree.XMLSchema:
    """The official schema beside the checkout; in CI its absence is a failure, elsewhere a reason to skip."""
    path = SCHEMAS / f"{name}.xsd"
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing: the standards must lie beside the checkout in CI")
        pytest.skip(f"no ISO 20022 schemas beside this checkout ({path.parent})")
    return etree.XMLSchema(etree.parse(str(path)))


def ordered(bank, persons, reference="PB/1", purpose="bantuan alat tangkap", rupiah=EACH) -> PaymentOrder:
    return order_payments(
        reference=reference,
        payer=Funder.objects.get(code="APBD-53"),
        bank=bank,
        kind="assistance",
        purpose=purpose,
        debit_account=OURS,
        execute_on=DAY,
        items=[Item(person, rupiah) for person in persons],
        actor=cast.FINANCE,
        on=DAY,
    )


def references(order) -> list[str]:
    return list(order.transfers.order_by("pk").values_list("reference", flat=True))


def states(order) -> list[str]:
    return list(order.transfers.order_by("pk").values_list("state", flat=True))


def told(bank, *answers: Told, source="bank.xml"):
    return answer_transfers(bank=bank, answers=answers, source=source, actor=cast.FINANCE, on=DAY)
