"""Bills: the list, one bill with its frozen lines, payment, differences with owner and reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.audit.models import Act
from lindung.billing import queries, services
from lindung.billing.forms import ExplainForm, FreezeForm, PayForm
from lindung.billing.models import Bill, Difference, Invoice
from lindung.billing.tables import Bills, Lines
from lindung.kernel.days import in_words
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.membership.models import Branch
from lindung.programmes.models import Programme
from lindung.ui.telling import sentences

PER_PAGE = 50


@needs("billing.read")
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """Every bill of one's branches, and what is overdue."""
    seen = visible_to(request.user, Bill.objects.filter(paid_on=None, due_on__lt=timezone.localdate()))
    page = {"may_freeze": has(request.user, "billing.freeze"), "overdue": seen.count()}
    return Bills(request.user, request.GET).response(request, "billing/bills.html", page)


@needs("billing.freeze")
@require_http_methods(["GET", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """Freeze a bill of every month that people accepted by BPJS hold and no bill charges yet."""
    where = scope(request.user, "billing.freeze")
    branches = Branch.objects.all() if where.whole else Branch.objects.filter(areas__district__in=where.codes)
    programmes = visible_to(request.user, Programme.objects.order_by("-cover_from", "code"))
    form = FreezeForm(request.POST or None, programmes=programmes, branches=branches.distinct().order_by("name"))
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = services.freeze(**form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            told = _("Tagihan %(code)s dibekukan: %(people)s orang, %(rupiah)s.")
            words = {"code": made.payment_code, "people": thousands(made.people), "rupiah": rupiah(made.rupiah)}
            messages.success(request, told % words)
            return redirect("billing:bill", made.pk)
    lead = _("Setiap bulan peserta yang diterima BPJS dan belum ditagih masuk satu kali; sesudahnya tetap.")
    page = {"form": form, "refused": refused, "title": _("Tagihan baru"), "button": _("Bekukan tagihan")}
    page["lead"] = lead
    return render(request, "ui/form_page.html", page)


@needs("billing.read")
@require_GET
def bill(request: HttpRequest, bill: int) -> HttpResponse:
    """One bill: what it charges, what was paid and by whom, how BPJS's list differs, its frozen lines."""
    found = _bill(request, bill)
    payments = list(found.payments.order_by("on", "pk"))
    paid = sum(one.rupiah for one in payments)
    invoice = _invoice(found)
    late = found.paid_on is None and found.due_on < timezone.localdate()
    page = {
        "bill": found, "paid": paid, "owed": found.rupiah - paid, "payments": payments,
        "surpluses": found.surpluses.order_by("on", "pk"), "credits": queries.credits_of(found),
        "invoice": invoice, "unexplained": _unexplained(invoice),
        "closure": getattr(found, "closure", None), "events": _told(found),
        "may_pay": has(request.user, "billing.pay"), "late": late,
    }  # fmt: skip
    return Lines(request.user, request.GET, bill=found.pk).response(request, "billing/bill.html", page)


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, bill: int) -> HttpResponse:
    """Enter a payment, whole or in part; whoever proposed, verified or decided may not."""
    found = _bill(request, bill)
    owed = found.rupiah - sum(found.payments.values_list("rupiah", flat=True))
    form = PayForm(request.POST or None, initial={"rupiah": owed})
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            paid = services.pay(bill=found, **form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Pembayaran %s tercatat.") % rupiah(paid.rupiah))
            return redirect("billing:bill", found.pk)
    page = {
        "bill": found, "form": form, "refused": refused, "owed": owed,
        "title": _("Catat pembayaran tagihan %s") % found.payment_code,
        "consequences": [
            (rupiah(owed), _("masih harus dibayar dari %s.") % rupiah(found.rupiah)),
            (thousands(found.people), _("orang lunas bulan-bulannya begitu seluruhnya terbayar.")),
        ],
    }  # fmt: skip
    return render(request, "billing/pay.html", page)


@needs("billing.read")
@require_http_methods(["GET", "POST"])
def differences(request: HttpRequest, bill: int) -> HttpResponse:
    """How BPJS's newest list differs; the ticked, or all of one kind, get an owner and a reason."""
    found = _bill(request, bill)
    invoice = _invoice(found)
    may = has(request.user, "billing.pay") or has(request.user, "billing.freeze")
    form = ExplainForm(request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not may:
            raise PermissionDenied("billing.pay")
        ticked = [int(word) for word in request.POST.getlist("number") if word.isdigit()]
        if form.is_valid() and not ticked:
            form.add_error(None, _("Centang dulu selisih yang dijelaskan."))
        elif form.is_valid() and invoice:
            try:
                done = services.explain(invoice=invoice, **form.cleaned_data, only=ticked, **acting(request))
            except Refused as trouble:
                refused = trouble.problems
            else:
                messages.success(request, _("%s selisih dijelaskan.") % thousands(done))
                return redirect("billing:differences", found.pk)
    rows = queries.differences(invoice) if invoice else []
    listed = Paginator(sorted(rows, key=lambda row: bool(row["owner"])), PER_PAGE).get_page(request.GET.get("hal"))
    kinds = dict(Difference.Kind.choices)
    page = {
        "bill": found, "invoice": invoice, "form": form, "refused": refused, "may": may, "listed": listed,
        "lines": [row | {"told": kinds[row["kind"]]} for row in listed], "unexplained": _unexplained(invoice),
    }  # fmt: skip
    return render(request, "billing/differences.html", page)


@needs("billing.pay")
@require_POST
def close(request: HttpRequest, bill: int) -> HttpResponse:
    """Close a bill that is paid, compared, and has no unexplained difference."""
    found = _bill(request, bill)
    try:
        services.close(bill=found, **acting(request))
    except Refused as trouble:
        for problem in trouble.problems:
            messages.error(request, sentences(problem))
    else:
        messages.success(request, _("Tagihan %s ditutup.") % found.payment_code)
    return redirect("billing:bill", found.pk)


def _bill(request: HttpRequest, pk: int) -> Bill:
    seen = visible_to(request.user, Bill.objects.select_related("programme", "branch", "closure"))
    return get_object_or_404(seen, pk=pk)


def _invoice(found: Bill) -> Invoice | None:
    return Invoice.objects.filter(bill=found).order_by("-pk").first()


def _unexplained(invoice: Invoice | None) -> int:
    return Difference.objects.filter(invoice=invoice, owner=None).count() if invoice else 0


VERBS = {
    "billing.freeze": gettext_lazy("Dibekukan oleh %s"),
    "billing.pay": gettext_lazy("Dibayar oleh %s"),
    "billing.compare": gettext_lazy("Dibandingkan oleh %s"),
    "billing.explain": gettext_lazy("Selisih dijelaskan oleh %s"),
    "billing.close": gettext_lazy("Ditutup oleh %s"),
}


def _told(found: Bill) -> list[dict[str, Any]]:
    acts = Act.objects.filter(subject=f"bill:{found.pk}", verb__in=VERBS).order_by("pk")[:50]
    return [
        {
            "on": in_words(act.on),
            "title": VERBS[act.verb] % act.actor_name,
            "note": act.details.get("reference", ""),
        }
        for act in acts
    ]
