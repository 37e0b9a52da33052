"""A person settles what two accounts of one item contradict. Turns are added, none is changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import connection

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import acts, problems
from lindung.distribution.models import DeviceEvent, HandoverCase, Item
from lindung.distribution.services import effects
from lindung.distribution.services.effects import Phone, Verdicts, hold, with_officer
from lindung.distribution.services.handover import bring_back
from lindung.kernel.problem import Refused


@verb
def settle_case(*, case: int, right: str, note: str, actor: Actor, on: date) -> HandoverCase:
    """Decide an open case: `right` is `first` (what stands, stands) or `second` (the phone's account is true).

    With `second` what stood is taken back by a turn of its own, and the phone's act takes effect. Refused: SYNC-12
    for a case that is not open; with the problem itself where even now the act cannot be recorded.
    """
    found = HandoverCase.objects.select_for_update(of=("self",)).select_related("device__officer").filter(
        pk=case, settled_on=None
    ).first()  # fmt: skip
    if found is None or right not in (HandoverCase.Resolution.FIRST, HandoverCase.Resolution.SECOND):
        raise Refused(problems.NO_SUCH_CASE.problem(case=case))
    if right == HandoverCase.Resolution.SECOND:
        _let_happen(found, note, actor, on)
    found.settled_on, found.settled_by, found.resolution, found.note = on, actor.id, right, note
    found.save()
    record(
        actor=actor,
        verb="distribution.settle_case",
        subject=f"case:{case}",
        on=on,
        reason=note,
        right=right,
        item=found.named,
    )
    return found


def _let_happen(case: HandoverCase, note: str, actor: Actor, on: date) -> None:
    event = DeviceEvent.objects.get(device=case.device_id, number=case.number)
    phone = Phone(case.device.pk, case.device.code, "", case.device.officer.username, None, "", 0)
    verdicts = Verdicts()
    with connection.cursor() as cursor:
        if case.item is None:
            raise Refused(problems.UNKNOWN_ITEM.problem(item=case.named))
        hold(cursor, [case.named])
        act = acts.read(event.body, device=phone.code)
        state = Item.objects.get(pk=case.named).state
        if state in (Item.State.HANDED_OVER, Item.State.RETURNED) or act.kind == acts.RETURN:
            why = note or act.reason or "diputuskan petugas"
            bring_back(cursor, [case.named], brought_to=with_officer(phone), reason=why, by=actor.id, on=on)
        if act.kind == acts.HANDOVER:
            only = replace(act, items=(case.named,))
            effects.hand_over(cursor, phone, [only], on, verdicts)
    if verdicts.cases:
        raise Refused(*(fault.problem for fault in verdicts.cases))
