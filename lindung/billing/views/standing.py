"""Membership over time: who is paid through when, the gaps that are coming, the cliff and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lindung.accounts.access import scope, visible_to
from lindung.accounts.guards import needs
from lindung.billing import queries
from lindung.billing.forms import LookForm
from lindung.billing.tables import STATES, Endings, Members
from lindung.kernel.month import Month
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Programme
from lindung.ui.charts import Part, columns, shares
from lindung.ui.days import in_words

READ = "membership.read"
MARKS = {"paid": "done", "grace": "look", "lapsed": "refused", "unpaid": "waiting"}


@needs(READ)
@require_GET
def standing(request: HttpRequest) -> HttpResponse:
    """All members of one's regions by what is paid, and the alarms of the next 60 days."""
    form, on, programme = _look(request)
    groups = queries.outlook(on, scope(request.user, READ).codes)
    groups = [group for group in groups if programme is None or group.programme == programme.pk]
    people = reverse("billing:members")
    of_all = {"pada": on} | ({"program": programme.pk} if programme else {})
    rows = _by_place(groups, on)
    sums = {state: sum(row[state] for row in rows) for state in STATES}
    page = {
        "form": form, "on": on, "rows": rows, "sums": sums, "members": sum(sums.values()),
        "picture": shares(
            [Part(MARKS[state], str(words), sums[state], _to(people, of_all, keadaan=state))
             for state, words in STATES.items()]
        ),
        "alarms": [
            {"alarm": alarm, "href": _to(people, {"pada": on}, program=alarm.programme, wilayah=alarm.district,
                                         celah=alarm.kind, dalam=alarm.within)}
            for alarm in queries.coming(groups, on)
        ],
    }  # fmt: skip
    return render(request, "billing/standing.html", page)


def _by_place(groups: list[queries.Group], on: date) -> list[dict[str, Any]]:
    """One row for a programme in a district: people in each state, the last month paid, where they are listed."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for group in groups:
        row = found.setdefault(
            (group.code, group.district),
            {"programme": group.programme, "code": group.code, "district": group.name, "paid_through": None,
             "href": _to(reverse("billing:members"), {"pada": on}, program=group.programme, wilayah=group.district)}
            | dict.fromkeys(STATES, 0),
        )  # fmt: skip
        row[queries.state_of(group.paid, on)] += group.people
        if group.paid:
            row["paid_through"] = max(row["paid_through"] or group.paid, group.paid)
    return list(found.values())


@needs(READ)
@require_GET
def members(request: HttpRequest) -> HttpResponse:
    return Members(request.user, request.GET).response(request, "billing/members.html")


@needs(READ)
@require_GET
def cliff(request: HttpRequest) -> HttpResponse:
    """Who loses cover on which day, who has a next payer, what it costs to go on; a picture and its table."""
    form, on, programme = _look(request)
    months = form.cleaned_data.get("bulan") or 12 if form.is_bound and form.is_valid() else 12
    where = scope(request.user, READ)
    rows = [
        row for row in queries.cliff(on, programme.code if programme else None, months) if row["district"] in where
    ]
    codes = queries.names_of(rows)
    for row in rows:
        row["name"], row["pk"] = codes[row["district"]], codes[row["programme"]]
        whose = {"program": row["pk"], "wilayah": row["district"], "bulan": row["loses_on"]}
        row["href"] = _to(reverse("billing:endings"), {"pada": on}, **whose)
    held = queries.ahead(on, where.codes, programme.pk if programme else None)
    page = {
        "form": form, "on": on, "months": months, "rows": rows, "stats": _stats(rows, months),
        "totals": {name: sum(row[name] for row in rows) for name in ("people", "next_payer", "without")},
        "chart": _picture(held), "all": _to(reverse("billing:endings"), {"pada": on}),
    }  # fmt: skip
    return render(request, "billing/cliff.html", page)


def _picture(held: dict[date, int]) -> Any:
    most = max(held.values(), default=0)
    words = {"done": _("terlindungi"), "refused": _("berkurang dari bulan terbanyak")}
    return columns(
        [(Month.of(month), {"done": seats, "refused": most - seats}) for month, seats in held.items()], words
    )


def _stats(rows: list[dict[str, Any]], months: int) -> list[dict[str, Any]]:
    """The nearest day on which somebody loses cover, and the cost for all who have no next payer."""
    without = sum(row["without"] for row in rows)
    if not rows:
        return []
    first = min((row["loses_on"] for row in rows if row["without"]), default=None)
    cost = {name: sum(row[name] or 0 for row in rows) for name in ("cost", "cost_self")}
    unknown = sum(row["without"] for row in rows if row["cost"] is None)
    note = _("tanpa %s orang yang tarifnya tidak diketahui") % thousands(unknown) if unknown else ""
    first_words = _("yang pertama %s") % in_words(first) if first else ""
    return [
        {"value": thousands(without), "label": _("orang belum mempunyai pembayar berikut"), "trend": first_words},
        {"value": rupiah(cost["cost"]), "label": _("melanjutkan %s bulan dengan pembayar yang sama") % months,
         "trend": note},
        {"value": rupiah(cost["cost_self"]), "label": _("bila mereka membayar sendiri %s bulan") % months,
         "trend": note},
    ]  # fmt: skip


@needs(READ)
@require_GET
def endings(request: HttpRequest) -> HttpResponse:
    return Endings(request.user, request.GET).response(request, "billing/endings.html")


def _look(request: HttpRequest) -> tuple[LookForm, date, Programme | None]:
    """The form of day and programme, and what was chosen; a wrong date is told and today shown."""
    seen = visible_to(request.user, Programme.objects.order_by("-cover_from", "code"))
    form = LookForm(request.GET or None, programmes=seen)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return form, chosen.get("pada") or timezone.localdate(), chosen.get("program")


def _to(address: str, shared: dict[str, Any], **asked: Any) -> str:
    return f"{address}?{urlencode(shared | asked)}"
