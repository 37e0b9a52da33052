"""Looking at a masked account number, with a reason that is recorded."""

from __future__ import annotations

from datetime import date

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.banking.models import Account
from lindung.exchange.rights import require
from lindung.people.models import Address
from lindung.people.services import look


@verb
def reveal_accounts(*, people: list[int], reason: str, actor: Actor, on: date) -> list[str]:
    """The whole account numbers of a person, each with its bank.

    Refused: PEOPLE-06 without a reason, EXCHANGE-07 an officer who may not, or not where the person lives or the
    account was opened for.
    """
    homes = Address.objects.filter(person__in=people).values_list("village_id", flat=True)
    seats = Account.objects.filter(person__in=people).values_list("opened_for__district_id", flat=True)
    require(actor, "people.reveal", "melihat nomor rekening", on, [*homes, *seats])
    look(people=people, what="account", reason=reason, actor=actor, on=on)
    held = Account.objects.filter(person__in=people).select_related("bank").order_by("bank__name")
    return [f"{one.bank.name} {one.number}" for one in held]
