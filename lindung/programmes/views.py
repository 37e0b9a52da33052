"""Programmes, their papers and their quotas."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.kernel.papers import ENDINGS
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes import queries, services
from lindung.programmes.forms import AgreementForm, PaperForm, ProgrammeForm, QuotaForm
from lindung.programmes.models import Agreement, Decree, Funder, Programme, Scan
from lindung.programmes.tables import Programmes

CHANGE = "programmes.change"


@needs("programmes.read")
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    may = {"may_change": has(request.user, CHANGE)}
    return Programmes(request.user, request.GET).response(request, "programmes/list.html", may)


@needs(CHANGE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A programme of one's own territory; the premium of each month is taken from the law."""
    where = scope(request.user, CHANGE)
    funders = Funder.objects.filter(Q(region__isnull=True) | Q(region__in=where.above) | _inside(where.codes))
    form = ProgrammeForm(request.POST or None, funders=funders.order_by("name"))
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        if filled["territory"] not in where:
            form.add_error("territory", _("Wilayah itu di luar wewenang Anda. Isi kode di dalam wilayah Anda."))
        else:
            try:
                made = services.create_programme(**filled, **acting(request))
            except Refused as trouble:
                refused = trouble.problems
            else:
                return redirect("programmes:programme", made.pk)
    lead = _("Iuran per bulan diambil dari aturan yang berlaku, lengkap dengan pasalnya.")
    page = {"form": form, "refused": refused, "title": _("Program baru"), "button": _("Buat program"), "lead": lead}
    return render(request, "ui/form_page.html", page)


@needs("programmes.read")
@require_GET
def programme(request: HttpRequest, programme: int) -> HttpResponse:
    """Everything about one programme: facts, papers, quota by region, seats and rupiah as far as they have come."""
    seen = _programme(request, programme)
    places = queries.standing(seen, scope(request.user, "programmes.read").codes)
    papers = Prefetch("scans", Scan.objects.defer("content").order_by("pk"))
    page = {
        "programme": seen,
        "places": places,
        "totals": queries.totals(places),
        "rates": queries.rate_spans(seen),
        "agreements": seen.agreements.prefetch_related(papers).order_by("signed_on", "pk"),
        "decrees": seen.decrees.prefetch_related(papers).order_by("-signed_on", "-pk")[:50],
        "may_change": has(request.user, CHANGE, seen.territory_id),
        "may_divide": [code for code in scope(request.user, CHANGE).codes if _touches(code, seen.territory_id)],
    }
    return render(request, "programmes/programme.html", page)


@needs(CHANGE)
@require_http_methods(["GET", "POST"])
def agreement(request: HttpRequest, programme: int) -> HttpResponse:
    """An agreement with BPJS and its scanned paper, in one act."""
    seen = _programme(request, programme, change=True)
    form = AgreementForm(request.POST or None, request.FILES or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        filled = dict(form.cleaned_data)
        paper = filled.pop("paper")
        try:
            with transaction.atomic():
                signed = services.sign_agreement(programme=seen, **filled, **acting(request))
                if paper:
                    services.keep_scan(of=signed, name=paper.name, content=paper.read(), **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("PKS %s tersimpan.") % signed.number)
            return redirect("programmes:programme", seen.pk)
    page = {"form": form, "refused": refused, "title": _("Perjanjian kerja sama"), "button": _("Simpan PKS"),
            "lead": seen.name}  # fmt: skip
    return render(request, "ui/form_page.html", page)


@needs("programmes.read")
@require_http_methods(["GET", "POST"])
def decree(request: HttpRequest, decree: int) -> HttpResponse:
    """A decree: what it says, its scanned papers, the seats and rupiah it gave."""
    papers = Prefetch("scans", Scan.objects.defer("content").order_by("pk"))
    seen = visible_to(request.user, Decree.objects.select_related("programme").prefetch_related(papers))
    found = get_object_or_404(seen, pk=decree)
    may_scan = has(request.user, CHANGE) or has(request.user, "coverage.decide")
    form = PaperForm(request.POST or None, request.FILES or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST":
        if not may_scan:
            raise PermissionDenied(CHANGE)
        if form.is_valid():
            refused = _kept(request, found, form)
            if not refused:
                return redirect("programmes:decree", found.pk)
    given = visible_to(request.user, found.allocations.select_related("region", "taken_from")).order_by("pk")
    page = {"decree": found, "given": given, "form": form, "refused": refused, "may_scan": may_scan}
    return render(request, "programmes/decree.html", page)


@needs(CHANGE)
@require_http_methods(["GET", "POST"])
def agreement_scan(request: HttpRequest, agreement: int) -> HttpResponse:
    seen = visible_to(request.user, Agreement.objects.select_related("programme"))
    found = get_object_or_404(seen, pk=agreement)
    if not has(request.user, CHANGE, found.programme.territory_id):
        raise PermissionDenied(CHANGE)
    form = PaperForm(request.POST or None, request.FILES or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        refused = _kept(request, found, form)
        if not refused:
            return redirect("programmes:programme", found.programme_id)
    page = {"form": form, "refused": refused, "title": _("Pindaian PKS %s") % found.number,
            "button": _("Simpan pindaian")}  # fmt: skip
    return render(request, "ui/form_page.html", page)


@needs("programmes.read")
@require_GET
def scan(request: HttpRequest, scan: int) -> HttpResponse:
    """The paper as it came: to be saved, never shown as a page of ours."""
    agreements = visible_to(request.user, Agreement.objects.all())
    decrees = visible_to(request.user, Decree.objects.all())
    of_seen = Q(agreement__in=agreements) | Q(decree__in=decrees)
    found = get_object_or_404(Scan.objects.filter(of_seen), pk=scan)
    answer = HttpResponse(bytes(found.content), content_type=found.media)
    answer.headers["Content-Disposition"] = f'attachment; filename="surat-{found.pk}.{ENDINGS[found.media]}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@needs(CHANGE)
@require_http_methods(["GET", "POST"])
def quota(request: HttpRequest, programme: int, region: str) -> HttpResponse:
    """Seats and rupiah of a region divided among those in it; live totals, one decree, append-only beneath."""
    seen = _programme(request, programme)
    form = _quota_form(request, seen, region, request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        try:
            signed = services.set_quota(
                programme=seen, within=region, before=form.quotas("-dulu"), wanted=form.quotas(),
                number=filled["number"], signed_on=filled["signed_on"], signed_by=filled["signed_by"],
                **acting(request),
            )  # fmt: skip
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Kuota tersimpan dengan SK %s.") % signed.number)
            return redirect("programmes:quota", seen.pk, region)
    page = {"programme": seen, "region": region, "form": form, "refused": refused} | _totals(seen, region, form)
    return render(request, "programmes/quota.html", page)


@needs(CHANGE)
@require_GET
def quota_total(request: HttpRequest, programme: int, region: str) -> HttpResponse:
    """The foot of the quota table for what is typed just now; nothing is saved."""
    seen = _programme(request, programme)
    form = _quota_form(request, seen, region, request.GET)
    return render(request, "programmes/_quota_total.html", _totals(seen, region, form))


def _programme(request: HttpRequest, pk: int, *, change: bool = False) -> Programme:
    seen = visible_to(request.user, Programme.objects.select_related("funder", "territory"))
    found = get_object_or_404(seen, pk=pk)
    if change and not has(request.user, CHANGE, found.territory_id):
        raise PermissionDenied(CHANGE)
    return found


def _quota_form(request: HttpRequest, seen: Programme, region: str, data: Any) -> QuotaForm:
    if not services.is_within(region, seen.territory_id):
        raise Http404
    rows = queries.quota_rows(seen, region)
    return QuotaForm(data, rows=rows, fixed=region != seen.territory_id)


def _totals(seen: Programme, region: str, form: QuotaForm) -> dict[str, Any]:
    """What is divided, what is left, and what the seats cost, by what the form says now."""
    form.is_valid()
    wanted = form.quotas(given=getattr(form, "cleaned_data", {}))
    inside = [quota for code, quota in wanted.items() if code != region]
    seats, money = sum(quota.seats for quota in inside), sum(quota.rupiah for quota in inside)
    each = queries.price_of(seen)
    whole = wanted[region]
    short = [
        row.name for row in form.rows if not row.own and wanted[row.region].rupiah < wanted[row.region].seats * each
    ]
    return {
        "each": each,
        "divided": {"seats": seats, "rupiah": money},
        "left": {"seats": thousands(whole.seats - seats), "rupiah": rupiah(whole.rupiah - money)},
        "beyond": whole.seats < seats or whole.rupiah < money,
        "cost": seats * each,
        "short": short,
    }


def _kept(request: HttpRequest, of: Agreement | Decree, form: PaperForm) -> tuple[Problem, ...]:
    paper = form.cleaned_data["paper"]
    keep = partial(services.keep_scan, of=of, name=paper.name, content=paper.read())
    try:
        keep(**acting(request))
    except Refused as trouble:
        return trouble.problems
    messages.success(request, _("Pindaian tersimpan."))
    return ()


def _touches(code: str, territory: str) -> bool:
    return services.is_within(code, territory) or services.is_within(territory, code)


def _inside(codes: tuple[str, ...]) -> Q:
    found = Q(pk__in=[])
    for code in codes:
        found |= Q(region__code__startswith=f"{code}.")
    return found
