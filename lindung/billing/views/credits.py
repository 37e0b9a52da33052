"""Money to come back: credits of reversed months and overpayments, asked for and settled."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.billing import services
from lindung.billing.forms import AskForm, SettleForm
from lindung.billing.models import Bill, Credit, Surplus
from lindung.billing.tables import Credits, Surpluses
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Programme


@needs("billing.read")
@require_GET
def credits(request: HttpRequest) -> HttpResponse:
    """Every credit of one's region; first what is still to ask for or to be answered, by programme and letter."""
    unsettled = visible_to(request.user, Credit.objects.filter(state__in=Credit.UNSETTLED)).order_by()
    of = "line__bill__programme"
    grouped = unsettled.values(of, f"{of}__code", f"{of}__territory", "state", "asked_reference")
    waiting = [
        {
            "programme": row[of], "code": row[f"{of}__code"], "asked": row["state"] == Credit.State.ASKED,
            "letter": row["asked_reference"], "months": row["months"], "money": row["money"],
            "may": has(request.user, "billing.pay", row[f"{of}__territory"]),
        }
        for row in grouped.annotate(months=Count("month"), money=Sum("rupiah")).order_by(f"{of}__code", "state")
    ]  # fmt: skip
    return Credits(request.user, request.GET).response(request, "billing/credits.html", {"waiting": waiting})


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, programme: int) -> HttpResponse:
    """Ask BPJS by letter for every open credit of a programme."""
    found = _programme(request, programme)
    form = AskForm(request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            count = services.ask(programme=found, reference=form.cleaned_data["reference"], **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("%s kredit diminta kepada BPJS.") % thousands(count))
            return redirect("billing:credits")
    months, money = _sum(found, state=Credit.State.OPEN)
    return render(request, "billing/settle.html", {
        "form": form, "refused": refused, "heading": _("Minta kredit"), "any": months,
        "back_name": "billing:credits",
        "title": _("Minta kredit program %s kepada BPJS") % found.code,
        "button": _("Minta %s kepada BPJS") % rupiah(money),
        "consequences": [
            (thousands(months), _("bulan yang sudah ditagih dan kemudian dibatalkan diminta kembali.")),
            (rupiah(money), _("tetap tertahan dalam anggaran sampai BPJS menjawab.")),
        ],
    })  # fmt: skip


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, programme: int) -> HttpResponse:
    """Enter how BPJS answered one of our letters (?surat=…): money back, counted on another bill, or refused."""
    found = _programme(request, programme)
    letter = request.GET.get("surat", "")
    form = SettleForm(request.POST or None, bills=_payable(request, found))
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            count = _answered(request, found, letter, form.cleaned_data)
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("%s kredit selesai.") % thousands(count))
            return redirect("billing:credits")
    months, money = _sum(found, state=Credit.State.ASKED, asked_reference=letter)
    return render(request, "billing/settle.html", {
        "form": form, "refused": refused, "heading": _("Jawaban BPJS atas kredit"), "any": months,
        "back_name": "billing:credits", "title": _("Jawaban atas surat %s") % letter,
        "button": _("Selesaikan kredit %s") % rupiah(money),
        "consequences": [
            (thousands(months), _("bulan diminta kembali dengan surat ini.")),
            (rupiah(money), _("kembali ke anggaran bila dikembalikan atau diperhitungkan; hilang bila kerugian.")),
        ],
    })  # fmt: skip


def _answered(request: HttpRequest, found: Programme, letter: str, filled: dict[str, Any]) -> int:
    words = {"programme": found, "reference": filled["reference"], "letter": letter, **acting(request)}
    if filled["how"] == "lost":
        return services.refuse(**words)
    return services.grant(**words, against=filled["against"])


@needs("billing.read")
@require_GET
def surpluses(request: HttpRequest) -> HttpResponse:
    """Every overpayment of one's branches."""
    seen = visible_to(request.user, Surplus.objects.filter(state=Surplus.State.OPEN))
    page = {"open": seen.aggregate(count=Count("pk"), money=Sum("rupiah"))}
    return Surpluses(request.user, request.GET).response(request, "billing/surpluses.html", page)


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def surplus(request: HttpRequest, surplus: int) -> HttpResponse:
    """Enter how an overpayment ended."""
    rows = visible_to(request.user, Surplus.objects.select_related("bill__programme"), "billing.pay")
    found = get_object_or_404(rows, pk=surplus)
    form = SettleForm(request.POST or None, bills=_payable(request, found.bill.programme).exclude(pk=found.bill_id))
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            services.settle_surplus(
                surplus=found.pk, state=filled["how"], reference=filled["reference"], against=filled["against"],
                **acting(request),
            )  # fmt: skip
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Kelebihan bayar %s selesai.") % rupiah(found.rupiah))
            return redirect("billing:surpluses")
    return render(request, "billing/settle.html", {
        "form": form, "refused": refused, "heading": _("Kelebihan bayar"), "back_name": "billing:surpluses",
        "any": found.state == Surplus.State.OPEN, "button": _("Selesaikan kelebihan %s") % rupiah(found.rupiah),
        "title": _("Kelebihan bayar tagihan %s") % found.bill.payment_code,
        "consequences": [
            (rupiah(found.rupiah), _("dibayar melebihi tagihan, rujukan %s.") % found.reference),
        ],
    })  # fmt: skip


def _programme(request: HttpRequest, pk: int) -> Programme:
    """Where one may act for all of its territory; a programme's credits are asked for together."""
    found = get_object_or_404(visible_to(request.user, Programme.objects.all()), pk=pk)
    if not has(request.user, "billing.pay", found.territory_id):
        raise Http404
    return found


def _sum(programme: Programme, **state: str) -> tuple[int, int]:
    found = Credit.objects.filter(Q(**state), line__bill__programme=programme)
    counted = found.aggregate(months=Count("month"), money=Sum("rupiah"))
    return counted["months"], counted["money"] or 0


def _payable(request: HttpRequest, programme: Programme) -> QuerySet[Bill]:
    unpaid = Bill.objects.filter(programme=programme, paid_on=None).order_by("due_on", "pk")
    return visible_to(request.user, unpaid, "billing.pay")
