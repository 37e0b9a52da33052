"""Maria of Malaka, about whom every test of claims is."""

from datetime import date

import pytest

from lindung.billing.services import freeze, pay
from lindung.claims.tests.story import covered, registered
from lindung.kernel.month import Month
from lindung.membership.models import Branch
from tests import cast


@pytest.fixture
def maria(db) -> int:
    """Maria of Malaka, covered from July to December 2025, registered, every premium paid."""
    programme = cast.province_programme(seats=2)
    [maria] = cast.people(1)
    covered(programme, [maria])
    registered(programme, 1)
    bill = freeze(
        programme=programme,
        branch=Branch.objects.get(code="atambua"),
        first=cast.JULY,
        last=Month(2025, 12),
        payment_code="25070001",
        due_on=date(2025, 7, 10),
        actor=cast.FINANCE,
        on=date(2025, 7, 1),
    )
    pay(bill=bill, rupiah=bill.rupiah, reference="TRX-1", sp2d="SP2D-1", actor=cast.FINANCE, on=date(2025, 7, 5))
    return maria
