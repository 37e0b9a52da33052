"""What BPJS states of a funder's month, beside what we count for the same day."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.billing import queries, services
from lindung.billing.forms import TotalForm, WithdrawForm
from lindung.billing.models import OutsideTotal
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.programmes.models import Funder
from lindung.ui.days import in_words

PER_PAGE = 25  # each is counted anew


@needs("billing.read")
@require_GET
def totals(request: HttpRequest) -> HttpResponse:
    """Stated totals of one's funders, the newest first; what differs is red here and in `lindung verify`."""
    seen = visible_to(request.user, OutsideTotal.objects.filter(withdrawn_on=None))
    listed = Paginator(seen.order_by("-as_of", "-pk").values_list("pk", flat=True), PER_PAGE)
    page = listed.get_page(request.GET.get("hal"))
    rows = sorted(queries.outside_totals(list(page)), key=lambda row: (row.as_of, row.number), reverse=True)
    return render(request, "billing/totals.html", {
        "rows": rows, "page": page, "differing": sum(row.stated != row.ours for row in rows),
        "may": has(request.user, "billing.compare"),
    })  # fmt: skip


@needs("billing.compare")
@require_http_methods(["GET", "POST"])
def state(request: HttpRequest) -> HttpResponse:
    """Enter a total and see at once whether ours is the same."""
    where = scope(request.user, "billing.compare")
    known = Funder.objects.values_list("pk", "region")
    mine = [pk for pk, region in known if (region in where if region else where.whole)]
    form = TotalForm(request.POST or None, funders=Funder.objects.filter(pk__in=mine).order_by("name"))
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = services.state_total(**form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            _tell(request, made)
            return redirect("billing:totals")
    return render(request, "ui/form_page.html", {
        "form": form, "refused": refused, "title": _("Jumlah menurut BPJS"), "button": _("Simpan dan bandingkan"),
        "lead": _("Jumlah yang disebut BPJS disimpan apa adanya dan dibandingkan dengan hitungan kita."),
    })  # fmt: skip


def _tell(request: HttpRequest, made: OutsideTotal) -> None:
    [row] = queries.outside_totals([made.pk])
    words = {"stated": thousands(row.stated), "ours": thousands(row.ours)}
    if row.stated == row.ours:
        messages.success(request, _("Sama: BPJS menyebut %(stated)s, hitungan kita %(ours)s.") % words)
    else:
        messages.error(request, _("Berbeda: BPJS menyebut %(stated)s, hitungan kita %(ours)s.") % words)


@needs("billing.compare")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, total: int) -> HttpResponse:
    """Take back a total that turned out wrong; it is kept."""
    rows = visible_to(request.user, OutsideTotal.objects.select_related("funder"), "billing.compare")
    found = get_object_or_404(rows, pk=total)
    form = WithdrawForm(request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_total(total=found.pk, reason=form.cleaned_data["reason"], **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Pernyataan dicabut; catatannya tetap tersimpan."))
            return redirect("billing:totals")
    told = _("%(measure)s %(funder)s per %(day)s menurut %(source)s; sesudah dicabut tidak lagi dibandingkan.")
    words = {
        "measure": found.get_measure_display(), "funder": found.funder.name, "day": in_words(found.as_of),
        "source": found.source,
    }  # fmt: skip
    return render(request, "billing/settle.html", {
        "form": form, "refused": refused, "heading": _("Cabut pernyataan"), "back_name": "billing:totals",
        "any": found.withdrawn_on is None, "button": _("Cabut pernyataan"), "danger": True,
        "title": _("Cabut jumlah menurut %s") % found.source,
        "consequences": [(thousands(found.value), told % words)],
    })  # fmt: skip
