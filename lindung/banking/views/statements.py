"""Statements: entered by finance, their movements, and what each of those is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.banking import services
from lindung.banking.forms import BillForm, ExplainForm, StatementForm, TransferForm
from lindung.banking.imports import statements as files
from lindung.banking.models import Statement, StatementEntry
from lindung.banking.queries import masked
from lindung.banking.services import Entered
from lindung.banking.tables import UNKNOWN, Entries, Statements
from lindung.exchange.uploads import on_disk
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah, thousands


@needs("banking.money.read")
@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    unknown = visible_to(request.user, StatementEntry.objects.filter(UNKNOWN))
    page = {"may_enter": has(request.user, "billing.pay"), "unknown": unknown.count()}
    return Statements(request.user, request.GET).response(request, "banking/statements.html", page)


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A statement as camt.053, MT940 or spreadsheet, all of it or nothing."""
    form = StatementForm(request.POST or None, request.FILES or None, user=request.user)
    page: dict[str, Any] = {
        "form": form, "title": _("Masukkan rekening koran"), "button": _("Masukkan dan cocokkan"),
        "lead": _("Setiap mutasi masuk satu kali, walau tampak di beberapa rekening koran."),
        "back": reverse("banking:statements"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            with on_disk(filled.pop("file")) as path:
                done = files.take_in(path=path, **filled, **acting(request))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            return render(request, "banking/result.html", page | _result(done))
    return render(request, "banking/upload.html", page)


def _result(done: Entered) -> dict[str, Any]:
    listed = reverse("banking:movements") + "?keadaan=unknown"
    return {
        "stats": [
            {"value": thousands(done.new), "label": _("mutasi baru")},
            {"value": thousands(done.known), "label": _("sudah tercatat")},
            {"value": thousands(done.payments), "label": _("pembayaran iuran")},
            {"value": thousands(done.transfers), "label": _("transfer kepada orang")},
            {"value": thousands(done.unmatched), "label": _("belum dikenal"), "href": listed},
        ],
        "already": done.already, "problems": done.problems,
    }  # fmt: skip


@needs("banking.money.read")
@require_GET
def movements(request: HttpRequest) -> HttpResponse:
    """Movements of every account one may see."""
    return Entries(request.user, request.GET).response(request, "banking/movements.html")


@needs("banking.money.read")
@require_GET
def statement(request: HttpRequest, statement: int) -> HttpResponse:
    """One statement: balances, what is known of its movements."""
    rows = Statement.objects.select_related("bank", "funder", "message")
    found = get_object_or_404(visible_to(request.user, rows), pk=statement)
    query = request.GET.copy()
    query["koran"] = str(found.pk)
    sums = found.entries.aggregate(moved=Sum("rupiah"), all=Count("pk"), unknown=Count("pk", filter=UNKNOWN))
    page = {
        "statement": found, "account": masked(found.account), "moved": sums["moved"] or 0,
        "entries": sums["all"], "unknown": sums["unknown"],
    }  # fmt: skip
    return Entries(request.user, query).response(request, "banking/statement.html", page)


@needs("banking.money.read")
@require_http_methods(["GET", "POST"])
def movement(request: HttpRequest, movement: int) -> HttpResponse:
    """One movement: what it is, or three ways to say so."""
    rows = StatementEntry.objects.select_related(
        "bank", "statement__funder", "statement__message", "payment__bill", "transfer__order"
    )
    found = get_object_or_404(visible_to(request.user, rows), pk=movement)
    where, funder = scope(request.user, "billing.pay"), found.statement.funder
    may = where.whole if funder is None or funder.region_id is None else funder.region_id in where
    act = request.POST.get("act", "")
    forms = {
        "bill": BillForm(request.POST if act == "bill" else None, user=request.user),
        "transfer": TransferForm(request.POST if act == "transfer" else None),
        "explain": ExplainForm(request.POST if act == "explain" else None),
    }
    page = {
        "entry": found, "account": masked(found.account), "amount": rupiah(abs(found.rupiah)), "forms": forms,
        "may": may and not (found.payment_id or found.transfer_id), "out": found.rupiah < 0,
    }  # fmt: skip
    if request.method == "POST":
        if not may:
            raise PermissionDenied("billing.pay")
        form = forms.get(act)
        if form is not None and form.is_valid():
            try:
                told = _said(request, act, found, form.cleaned_data)
            except Refused as trouble:
                page["refused"] = trouble.problems
            else:
                messages.success(request, told)
                return redirect("banking:movement", found.pk)
    return render(request, "banking/movement.html", page)


def _said(request: HttpRequest, act: str, entry: StatementEntry, filled: dict[str, Any]) -> str:
    if act == "bill":
        services.pay_by_entry(entry=entry, **filled, **acting(request))
        return _("Mutasi ini pembayaran tagihan %s.") % filled["bill"].payment_code
    if act == "transfer":
        services.settle_by_entry(entry=entry, **filled, **acting(request))
        return _("Mutasi ini transfer %s.") % filled["reference"]
    services.explain_entry(entry=entry, **filled, **acting(request))
    return _("Mutasi ini dijelaskan.")
