"""The year as a time line: what was signed, billed, handed over; the newest first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from lindung.accounts.access import visible_to
from lindung.billing.models import Bill
from lindung.distribution.models import Event
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Agreement, Decree
from lindung.ui.days import in_words

SHOWN = 12


def year(user: Any, on: date) -> list[dict[str, Any]]:
    """The last acts and the next due days of the programmes this person may see."""
    found: list[tuple[date, str, str, str]] = []
    for decree in visible_to(user, Decree.objects.select_related("programme")).order_by("-signed_on")[:SHOWN]:
        words = _("SK %(number)s: %(kind)s") % {"number": decree.number, "kind": decree.get_kind_display()}
        found.append((decree.signed_on, words, decree.programme.code, "done"))
    for agreement in visible_to(user, Agreement.objects.select_related("programme")).order_by("-signed_on")[:SHOWN]:
        words = _("Perjanjian %s dengan BPJS Ketenagakerjaan") % agreement.number
        found.append((agreement.signed_on, words, agreement.programme.code, "done"))
    bills = visible_to(user, Bill.objects.all()).values("due_on", "programme__code")
    bills = bills.annotate(
        count=Count("pk"), paid=Count("paid_on"), people=Sum("people"), rupiah=Sum("rupiah")
    ).order_by("-due_on")
    for due in bills[:SHOWN]:
        state = "done" if due["paid"] == due["count"] else "danger" if due["due_on"] < on else "look"
        words = _("%(count)s tagihan jatuh tempo: %(people)s orang, %(rupiah)s") % {
            "count": due["count"],
            "people": thousands(due["people"]),
            "rupiah": rupiah(due["rupiah"]),
        }
        found.append((due["due_on"], words, due["programme__code"], state))
    for event in visible_to(user, Event.objects.select_related("programme")).order_by("-held_on")[:SHOWN]:
        found.append((event.held_on, f"{event.name}, {event.place}", event.programme.code, "done"))
    found.sort(key=lambda one: one[0], reverse=True)
    return [
        {"on": in_words(day), "title": words, "note": note, "kind": kind}
        for day, words, note, kind in found[:SHOWN]
    ]
