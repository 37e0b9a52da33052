"""Bills: the list, arrears, one bill with its frozen lines, closed and printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.audit.models import Act
from lindung.audit.services import record
from lindung.billing import paper, queries, services
from lindung.billing.forms import FreezeForm
from lindung.billing.models import Bill, Credit
from lindung.billing.tables import Arrears, Bills, Lines
from lindung.billing.views.seen import about, newest, paid_of, seen_bill, unexplained
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.membership.models import Branch
from lindung.programmes.models import Programme
from lindung.ui.days import in_words


@needs("billing.read")
@require_GET
def bills(request: HttpRequest) -> HttpResponse:
    """Every bill of one's branches, what is overdue, and what BPJS still has to give back."""
    seen = visible_to(request.user, Bill.objects.filter(paid_on=None, due_on__lt=timezone.localdate()))
    unsettled = visible_to(request.user, Credit.objects.filter(state__in=Credit.UNSETTLED))
    page = {
        "may_freeze": has(request.user, "billing.freeze"), "overdue": seen.count(),
        "credits": unsettled.aggregate(months=Count("month"), money=Sum("rupiah")),
    }  # fmt: skip
    return Bills(request.user, request.GET).response(request, "billing/bills.html", page)


@needs("billing.read")
@require_GET
def arrears(request: HttpRequest) -> HttpResponse:
    """What is owed past its day, by how long it is late."""
    table = Arrears(request.user, request.GET)
    return table.response(request, "billing/arrears.html", {"ages": table.by_age()})


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
    found = seen_bill(request, bill)
    payments = list(found.payments.order_by("on", "pk"))
    paid = sum(one.rupiah for one in payments)
    invoice = newest(found)
    late = found.paid_on is None and found.due_on < timezone.localdate()
    page = {
        "bill": found, "paid": paid, "owed": found.rupiah - paid, "payments": payments,
        "surpluses": found.surpluses.order_by("on", "pk"), "credits": queries.credits_of(found),
        "invoice": invoice, "unexplained": unexplained(invoice),
        "closure": getattr(found, "closure", None), "events": _told(found),
        "may_pay": has(request.user, "billing.pay"), "late": late,
        "may_compare": has(request.user, "billing.compare"),
    }  # fmt: skip
    return Lines(request.user, about(request, "tagihan", found.pk)).response(request, "billing/bill.html", page)


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, bill: int) -> HttpResponse:
    """Close a bill that is paid, compared, and has no unexplained difference."""
    found = seen_bill(request, bill, "billing.pay")
    refused: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            services.close(bill=found, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Tagihan %s ditutup.") % found.payment_code)
            return redirect("billing:bill", found.pk)
    invoice = newest(found)
    paid = _("dibayar dari %s.") % rupiah(found.rupiah)
    consequences = [(rupiah(paid_of(found)), paid)]
    if invoice:
        told = _("dari %s baris daftar BPJS cocok.") % thousands(invoice.lines)
        consequences.append((thousands(invoice.matched), told))
        consequences.append((thousands(unexplained(invoice)), _("selisih belum dijelaskan.")))
    consequences.append((_("Tetap"), _("begitulah tagihan ini sesudah ditutup; daftar BPJS yang baru ditolak.")))
    page = {
        "bill": found, "refused": refused, "consequences": consequences, "button": _("Tutup tagihan"),
        "title": _("Tutup tagihan %s") % found.payment_code,
    }  # fmt: skip
    return render(request, "billing/close.html", page)


@needs("billing.read")
@require_GET
def printed(request: HttpRequest, bill: int) -> HttpResponse:
    """The bill to sign and file, as PDF; who took it is written down."""
    found = seen_bill(request, bill)
    rows = Lines(request.user, about(request, "tagihan", found.pk)).found
    answer = HttpResponse(paper.pdf(found, rows), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="tagihan-{found.pk}.pdf"'
    record(**acting(request), verb="billing.print", subject=f"bill:{found.pk}", code=found.payment_code)
    return answer


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
            "note": _note(act),
        }
        for act in acts
    ]


def _note(act: Act) -> str:
    if "differences" in act.details and act.reason:
        told = _("%(count)s selisih: %(reason)s")
        return told % {"count": thousands(act.details["differences"]), "reason": act.reason}
    return str(act.details.get("reference", ""))
