"""Totals that others state about us, kept as data so that `verify` can hold ours against them."""

from __future__ import annotations

from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import OutsideTotal
from lindung.exchange.rights import require_for
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.programmes.models import Funder


@verb
def state_total(
    *, funder: Funder, month: Month, measure: str, value: int, as_of: date, source: str, actor: Actor, on: date
) -> OutsideTotal:
    """Enter what `source` states of a funder's month as it was on `as_of`; the same again is the same.

    Refused: BILL-20 when the same source stated another value for the same day; withdraw that one first;
    EXCHANGE-07 an officer who may not for this funder.
    """
    _require(funder, actor, on)
    key = {"funder": funder, "month": month.first, "measure": measure, "as_of": as_of, "source": source}
    if known := OutsideTotal.objects.filter(**key, withdrawn_on=None).first():
        if known.value != value:
            raise Refused(problems.STATED_OTHERWISE.problem(source=source, month=month, number=known.pk))
        return known
    total = OutsideTotal.objects.create(**key, value=value, stated_on=on)
    record(
        actor=actor,
        verb="billing.state_total",
        subject=f"funder:{funder.code}",
        on=on,
        month=str(month),
        measure=measure,
        value=value,
        source=source,
    )
    return total


@verb
def withdraw_total(*, total: int, reason: str, actor: Actor, on: date) -> OutsideTotal:
    """Take back a total that turned out wrong; it is kept, but no longer held against ours.

    Refused: BILL-21, EXCHANGE-07 an officer who may not for this funder.
    """
    found = OutsideTotal.objects.select_for_update().filter(pk=total, withdrawn_on=None).first()
    if found is None:
        raise Refused(problems.NO_SUCH_TOTAL.problem(number=total))
    _require(found.funder, actor, on)
    found.withdrawn_on, found.withdrawn_reason = on, reason
    found.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    record(actor=actor, verb="billing.withdraw_total", subject=f"total:{total}", on=on, reason=reason)
    return found


def _require(funder: Funder, actor: Actor, on: date) -> None:
    require_for(actor, "billing.compare", "menyatakan jumlah pembayar ini", on, funder.region_id)
