"""BPJS's list of names: handed in, held against the bill, its differences given owner and reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindung.accounts.access import has
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.billing import imports, queries, services
from lindung.billing.forms import TICKED, ExplainForm, InvoiceForm
from lindung.billing.models import Bill, Difference, Invoice
from lindung.billing.tables import Differences
from lindung.billing.views.seen import about, newest, seen_bill
from lindung.exchange.uploads import on_disk
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands

KINDS = dict(Difference.Kind.choices)


@needs("billing.compare")
@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest, bill: int) -> HttpResponse:
    """Hand in BPJS's list; whom BPJS still bills although their cover ended is explained by what is known."""
    found = seen_bill(request, bill, "billing.compare")
    form = InvoiceForm(request.POST or None, request.FILES or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _entered(request, found, form)
        except Refused as trouble:
            refused = trouble.problems
        else:
            return redirect("billing:differences", found.pk)
    page = {
        "bill": found, "form": form, "refused": refused, "invoice": newest(found),
        "title": _("Daftar BPJS untuk tagihan %s") % found.payment_code, "button": _("Bandingkan dengan tagihan"),
    }  # fmt: skip
    return render(request, "billing/compare.html", page)


def _entered(request: HttpRequest, found: Bill, form: InvoiceForm) -> None:
    with on_disk(form.cleaned_data["paper"]) as path:
        done = imports.take_in(path=path, bill=found, layout=form.cleaned_data["layout"], **acting(request))
    services.explain_ended(invoice=done.invoice, **acting(request))
    if done.already:
        messages.info(request, _("Berkas ini sudah pernah dibandingkan; tidak ada yang berubah."))
        return
    told = _("%(lines)s baris dibandingkan: %(matched)s cocok, %(differences)s selisih.")
    messages.success(request, told % {
        "lines": thousands(done.invoice.lines), "matched": thousands(done.invoice.matched),
        "differences": thousands(sum(done.differences.values())),
    })  # fmt: skip


@needs("billing.read")
@require_http_methods(["GET", "POST"])
def differences(request: HttpRequest, bill: int) -> HttpResponse:
    """How BPJS's newest list differs; the ticked, or all of one kind, get an owner and a reason."""
    found = seen_bill(request, bill)
    invoices = list(Invoice.objects.filter(bill=found).select_related("message").order_by("-pk"))
    invoice = _chosen(request, invoices)
    kinds = queries.kinds_of(invoice) if invoice else []
    closed = hasattr(found, "closure")
    may = has(request.user, "billing.compare") and not closed and invoice == next(iter(invoices), None)
    form = ExplainForm(request.POST or None, kinds=kinds)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not may:
            raise PermissionDenied("billing.compare")
        if invoice and form.is_valid():
            try:
                done = _explained(request, invoice, form)
            except Refused as trouble:
                refused = trouble.problems
            else:
                messages.success(request, _("%s selisih dijelaskan.") % thousands(done))
                return redirect("billing:differences", found.pk)
    left = sum(kind["left"] for kind in kinds)
    table = Differences(request.user, about(request, "rincian", invoice.pk if invoice else 0))
    return render(request, "billing/differences.html", {
        "bill": found, "invoice": invoice, "invoices": invoices, "table": table, "form": form, "refused": refused,
        "may": may and left > 0, "left": left, "stats": _stats(kinds), "closed": closed,
        "may_compare": has(request.user, "billing.compare") and not closed,
    })  # fmt: skip


def _chosen(request: HttpRequest, invoices: Sequence[Invoice]) -> Invoice | None:
    """An older list where one asked for it, else the one that counts."""
    asked = request.GET.get("rincian", "")
    return next((one for one in invoices if str(one.pk) == asked), next(iter(invoices), None))


def _explained(request: HttpRequest, invoice: Invoice, form: ExplainForm) -> int:
    ticked = [int(word) for word in request.POST.getlist("number") if word.isdecimal() and len(word) < 10]
    kind = form.cleaned_data["kind"]
    which = {"only": ticked} if kind == TICKED else {"kind": kind}
    words = {"owner": form.cleaned_data["owner"], "reason": form.cleaned_data["reason"]}
    return services.explain(invoice=invoice, **which, **words, **acting(request))


def _stats(kinds: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """How many of each kind, and how many of them nobody explained."""
    return [
        {
            "value": thousands(kind["count"]),
            "label": str(KINDS[kind["kind"]]),
            "trend": _("%s belum dijelaskan") % thousands(kind["left"]) if kind["left"] else _("semua dijelaskan"),
            "href": f"?beda={kind['kind']}",
        }
        for kind in kinds
    ]
