"""Questions about savings accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from lindung.banking import problems
from lindung.banking.models import Bank, PaymentOrder, Transfer
from lindung.kernel.problem import Refused
from lindung.people.models import Identifier
from lindung.people.nik import mask

# (programme_id, district_id, stage, value): accounts opened as was known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'accounts' AS stage, count(*) AS value
FROM banking_account a JOIN nominations_enrolment e ON e.id = a.opened_for_id
WHERE a.opened_on <= %(day)s GROUP BY 1, 2
"""


def masked(number: str) -> str:
    """An account number as listings show it: the last four digits only."""
    return "•" * max(0, len(number) - 4) + number[-4:]


def bank_of(code: str) -> Bank:
    """The bank of this code; Refused (BANK-20) when there is none."""
    found = Bank.objects.filter(code=code).first()
    if found is None:
        raise Refused(problems.NO_BANK.problem(code=code))
    return found


def order_of(reference: str) -> PaymentOrder:
    """The order of this number; Refused (BANK-30) when there is none."""
    found = PaymentOrder.objects.select_related("bank", "payer").filter(reference=reference).first()
    if found is None:
        raise Refused(problems.ORDER_UNKNOWN.problem(reference=reference))
    return found


def transfers(order: str | None = None, state: str | None = None) -> list[dict[str, Any]]:
    """Payments to people, account numbers masked."""
    found = Transfer.objects.select_related("order", "payer", "account").order_by("pk")
    if order:
        found = found.filter(order__reference=order)
    if state:
        found = found.filter(state=state)
    return [
        {
            "reference": row.reference,
            "order": row.order.reference,
            "payer": row.payer.name,
            "purpose": row.purpose,
            "name": row.name,
            "account": masked(row.account.number),
            "rupiah": row.rupiah,
            "state": row.state,
            "reason": row.reason,
            "settled_on": row.settled_on,
        }
        for row in found
    ]


def members(niks: Sequence[str]) -> dict[str, tuple[int, str]]:
    """NIK → (person who holds a live seat, its district), of those that have one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (i.value) i.value, e.person_id, e.district_id
            FROM people_identifier i
            JOIN people_person p ON p.id = i.person_id
            JOIN people_person own ON coalesce(own.merged_into_id, own.id) = coalesce(p.merged_into_id, p.id)
            JOIN nominations_enrolment e ON e.person_id = own.id AND e.ended_on IS NULL
            WHERE i.kind = 'nik' AND i.state <> 'retired' AND i.value = ANY(%s) ORDER BY i.value, e.id DESC
            """,
            [list(niks)],
        )
        return {nik: (person, district) for nik, person, district in cursor.fetchall()}


def payee_of(nik: str) -> int:
    """The person of this NIK; Refused (BANK-41) where nobody has it."""
    held = Identifier.objects.filter(kind="nik", value=nik).exclude(state="retired")
    person = held.values_list("person_id", flat=True).first()
    if person is None:
        raise Refused(problems.BAD_ITEM.problem(value=mask(nik)))
    return person


def branches_of(regions: Sequence[str]) -> list[str]:
    """Branches of banks that opened accounts for people of these regions."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT k.branch FROM banking_account k JOIN nominations_enrolment e ON e.id = k.opened_for_id
            WHERE k.branch <> '' AND EXISTS (
                SELECT FROM unnest(%s::text[]) AS r (code)
                WHERE e.district_id = r.code OR e.district_id LIKE r.code || '.%%')
            ORDER BY 1
            """,
            [list(regions)],
        )
        return [branch for (branch,) in cursor.fetchall()]
