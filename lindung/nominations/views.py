"""Nominations: the list, one nomination, and the verifier's desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.nominations import queries, services
from lindung.nominations.forms import KINDS, CheckForm
from lindung.nominations.models import Check, DecreeLine, Nomination
from lindung.nominations.tables import STANDING, STANDINGS, Nominations, Waiting
from lindung.programmes.models import Programme
from lindung.regions.models import Region
from lindung.ui.days import in_words

VERIFY = "nominations.verify"


@needs("nominations.read")
@require_GET
def nominations(request: HttpRequest) -> HttpResponse:
    may = {"may_verify": has(request.user, VERIFY)}
    return Nominations(request.user, request.GET).response(request, "nominations/list.html", may)


@needs("nominations.read")
@require_GET
def nomination(request: HttpRequest, nomination: int) -> HttpResponse:
    """One nomination: through whose hands it went, every check, every decree that names it."""
    seen = Nomination.objects.select_related("person", "village", "district", "programme").annotate(
        standing=STANDING
    )
    found = get_object_or_404(visible_to(request.user, seen), pk=nomination)
    page = {"nomination": found, "standing": STANDINGS[str(vars(found)["standing"])], "events": _told(found)}
    return render(request, "nominations/nomination.html", page)


@needs(VERIFY)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Where something waits to be verified: one row per programme and district."""
    return render(request, "nominations/queue.html", {"rows": queries.waiting(scope(request.user, VERIFY).codes)})


@needs(VERIFY)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, programme: int, region: str) -> HttpResponse:
    """Enter results: the ticked did not pass, or all others passed."""
    seen, district = _place(request, programme, region)
    form = CheckForm(request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        failed = [int(word) for word in request.POST.getlist("failed") if word.isdigit()]
        everybody = request.POST.get("act") == "others"
        if not everybody and not failed:
            form.add_error(None, _("Centang dulu siapa yang tidak lulus."))
        else:
            visible = visible_to(request.user, Nomination.objects.filter(pk__in=failed, district=region))
            chosen = sorted(visible.values_list("pk", flat=True))
            try:
                count = services.enter_checks(
                    programme=seen, kind=form.cleaned_data["kind"], source=form.cleaned_data["source"],
                    failed=chosen, only=None if everybody else chosen, district=region, **acting(request),
                )  # fmt: skip
            except Refused as trouble:
                refused = trouble.problems
            else:
                messages.success(request, _("%s hasil dicatat.") % thousands(count))
                return redirect("nominations:check", seen.pk, region)
    table = Waiting(request.user, request.GET, program=seen.pk, kabupaten=region)
    rows = list(table.page.object_list)
    known = queries.results(seen, region, [row["pk"] for row in rows])
    page = {
        "programme": seen, "region": district, "form": form, "refused": refused, "table": table,
        "lines": [row | {"checks": known.get(row["pk"], [])} for row in rows],
        "ready": queries.readiness(seen, region, acting(request)["actor"].id),
    }  # fmt: skip
    return render(request, "nominations/check.html", page)


@needs(VERIFY)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, programme: int, region: str) -> HttpResponse:
    """The sheet that says how many pass and how many do not; then the reserve is ranked."""
    seen, district = _place(request, programme, region)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST":
        words: dict[str, Any] = {"programme": seen, "district": region, **acting(request)}
        try:
            passed, failed = services.verify(**words)
            services.rank(**words)
        except Refused as trouble:
            refused = trouble.problems
        else:
            told = _("%(passed)s usulan lulus dan masuk cadangan, %(failed)s tidak lulus.")
            messages.success(request, told % {"passed": thousands(passed), "failed": thousands(failed)})
            return redirect("nominations:check", seen.pk, region)
    ready = queries.readiness(seen, region, acting(request)["actor"].id)
    page = {
        "programme": seen, "region": district, "ready": ready, "refused": refused,
        "consequences": _consequences(ready), "button": _("Verifikasi %s usulan") % thousands(ready.decided),
    }  # fmt: skip
    return render(request, "nominations/verify.html", page)


def _place(request: HttpRequest, programme: int, region: str) -> tuple[Programme, Region]:
    """A programme and a whole district: verification is the district's."""
    if len(region) != len("53.21"):
        raise PermissionDenied(VERIFY)
    seen = get_object_or_404(visible_to(request.user, Programme.objects.all()), pk=programme)
    return seen, get_object_or_404(Region, pk=region)


def _consequences(ready: queries.Readiness) -> list[tuple[str, str]]:
    told = [
        (thousands(ready.fit), _("usulan lulus semua pemeriksaan wajib dan masuk cadangan menurut peringkat.")),
        (thousands(ready.unfit), _("usulan tidak lulus salah satu pemeriksaan dan berhenti di sini.")),
        (thousands(ready.incomplete), _("usulan belum lengkap pemeriksaannya; tetap menunggu.")),
    ]
    return told


def _told(found: Nomination) -> list[dict[str, str]]:
    """The hands it went through, oldest first."""
    events = [(found.proposed_on, _("Diusulkan oleh %s") % found.proposed_by, "", "")]
    for one in found.checks.order_by("on", "kind"):
        words = KINDS[Check.Kind(one.kind)]
        result = _("lulus") if one.passed else _("tidak lulus")
        events.append(
            (one.on, f"{words}: {result}", f"{one.source} · {one.by}", "done" if one.passed else "danger")
        )
    if found.verified_on:
        events.append((found.verified_on, _("Diverifikasi oleh %s") % found.verified_by, "", "done"))
    if found.refused_on:
        events.append((found.refused_on, _("Tidak lulus verifikasi"), "", "danger"))
    if found.ranked_on:
        place = thousands(found.rank or 0)
        events.append((found.ranked_on, _("Masuk cadangan, urutan %s") % place, "", ""))
    lines = DecreeLine.objects.filter(nomination=found).select_related("decree").order_by("booked_on", "pk")
    for line in lines:
        act = _("Ditetapkan oleh %s") if line.act == DecreeLine.Act.ADD else _("Dikeluarkan oleh %s")
        place = _("SK %(number)s, lampiran nomor %(line)s") % {
            "number": line.decree.number,
            "line": thousands(line.number),
        }
        events.append((line.booked_on, act % line.decided_by, place, "done"))
    return [{"on": in_words(on), "title": title, "note": note, "kind": kind} for on, title, note, kind in events]
