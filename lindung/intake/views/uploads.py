"""Handing in workbooks, and how far they are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from lindung.accounts.access import has, visible_to
from lindung.accounts.guards import needs
from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.intake import services
from lindung.intake.filing import filings
from lindung.intake.forms import BETWEEN, UploadForm
from lindung.intake.models import Arrival, Delivery, File, Letter
from lindung.intake.queries import dead_jobs, worker_is_there
from lindung.intake.services.delivering import FINISHED
from lindung.intake.tables import STATES, Arrivals
from lindung.intake.views.files import attached
from lindung.intake.workbook import template_of
from lindung.kernel.papers import ENDINGS
from lindung.kernel.problem import Problem, Refused, Severity

# How far an arrival is on its way, of 4.
STEPS = {"waiting": 0, "reading": 1, "checking": 2, "saving": 3, "done": 4, "known": 4, "refused": 4}


@needs("intake.upload")
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user, initial=_known(request))
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            delivery = _deliver(request, form)
        except Refused as trouble:
            refused = trouble.problems
        else:
            address = reverse("intake:delivery", args=[delivery.pk])
            # A script that sends the form, to show how much has left, follows by itself.
            return HttpResponseClientRedirect(address) if request.htmx else redirect(address)  # type: ignore[attr-defined]
    return render(request, "intake/upload.html", {"form": form, "refused": refused})


def _deliver(request: HttpRequest, form: UploadForm) -> Delivery:
    assert isinstance(request.user, User)  # noqa: S101  (the guard let nobody else through)
    filled = form.cleaned_data
    layout, scope = form.chosen_purpose
    paper = filled["paper"]
    return services.deliver(
        paper=services.Handed(str(paper.name), paper.read()) if paper else None,
        token=filled["token"],
        files=[services.Handed(str(file.name), file.read()) for file in filled["workbooks"]],
        layout_code=layout,
        scope=scope,
        region=filled["region"],
        letter=filled["letter"],
        by=request.user,
        on=timezone.localdate(),
    )


def _known(request: HttpRequest) -> dict[str, str]:
    """What a corrected file is for is known from the one it corrects (?berkas=12)."""
    asked = request.GET.get("berkas", "")
    if not asked.isdecimal() or len(asked) > 9:
        return {}
    file = visible_to(request.user, File.objects.filter(pk=asked)).first()
    if file is None:
        return {}
    return {
        "purpose": f"{file.layout}{BETWEEN}{file.scope}",
        "region": file.region_id or "",
        "letter": file.letter,
    }


@needs("intake.read")
@require_GET
def deliveries(request: HttpRequest) -> HttpResponse:
    return Arrivals(request.user, request.GET).response(request, "intake/deliveries.html")


@needs("intake.read")
@never_cache
@require_GET
def show(request: HttpRequest, delivery: int) -> HttpResponse:
    """One delivery: how far each file is, and what became of it. htmx asks for the part that moves."""
    one = get_object_or_404(visible_to(request.user, Delivery.objects.select_related("by", "region")), pk=delivery)
    page = _progress(request, one) | {
        "delivery": one,
        "paper": Letter.objects.filter(pk=one.pk).exists(),
        "may_change": has(request.user, "intake.upload", one.region_id),
    }
    part = request.htmx and request.htmx.target == "kemajuan"  # type: ignore[attr-defined]
    return render(request, "intake/_arrivals.html" if part else "intake/delivery.html", page)


def _progress(request: HttpRequest, delivery: Delivery) -> dict[str, Any]:
    arrivals = list(delivery.arrivals.select_related("file").defer("content").order_by("number"))
    seen = set(
        visible_to(request.user, File.objects.filter(pk__in=[one.file_id for one in arrivals if one.file_id]))
        .values_list("pk", flat=True)
    )  # fmt: skip
    moving = [one for one in arrivals if one.state not in FINISHED]
    dead = dead_jobs(one.job for one in moving)
    files = [one.file for one in arrivals if one.file and one.state == Arrival.State.DONE]
    return {
        "arrivals": [_told(one, one.file_id in seen, one in moving and one.job in dead) for one in arrivals],
        "done": sum(STEPS[one.state] for one in arrivals),
        "total": 4 * len(arrivals),
        "finished": len(arrivals) - len(moving),
        "rows_done": sum(one.rows or 0 for one in arrivals if one.state in FINISHED),
        "rows_known": sum(one.rows or 0 for one in arrivals),
        "moving": bool(moving),
        "died": any(one.job in dead for one in moving),
        "nobody": bool(moving) and not worker_is_there(),
        "sums": {
            name: sum(getattr(file, name) for file in files)
            for name in ("rows", "accepted", "rejected", "needs_look")
        },
    }


def _told(arrival: Arrival, seen: bool, dead: bool) -> dict[str, Any]:
    problems = [Problem(**one | {"severity": Severity(one["severity"])}) for one in arrival.problems]
    words = _("terhenti") if dead else STATES[arrival.state]
    return {"arrival": arrival, "seen": seen, "words": words, "dead": dead, "problems": problems}


@needs("intake.upload")
@require_POST
def again(request: HttpRequest, delivery: int) -> HttpResponse:
    """What a job that died left behind is asked for anew."""
    one = get_object_or_404(visible_to(request.user, Delivery.objects.all()), pk=delivery)
    if not has(request.user, "intake.upload", one.region_id):
        raise PermissionDenied("intake.upload")
    assert isinstance(request.user, User)  # noqa: S101
    count = services.try_again(delivery=one, actor=actor_of(request.user), on=timezone.localdate())
    words = ngettext("%(count)s berkas dikerjakan lagi.", "%(count)s berkas dikerjakan lagi.", count)
    messages.success(request, words % {"count": count})
    return redirect("intake:delivery", one.pk)


@needs("intake.read")
@require_GET
def arrived(request: HttpRequest, arrival: int) -> HttpResponseBase:
    """A workbook as it came, also one that nobody could read."""
    rows = Arrival.objects.select_related("file__content")
    one = get_object_or_404(visible_to(request.user, rows), pk=arrival)
    return attached(request, one)


@needs("intake.read")
@require_GET
def letter(request: HttpRequest, delivery: int) -> HttpResponse:
    """The scan of a covering letter: to be saved, never shown as a page of ours."""
    found = get_object_or_404(visible_to(request.user, Letter.objects.all()), pk=delivery)
    assert isinstance(request.user, User)  # noqa: S101
    content = services.hand_out_letter(letter=found, actor=actor_of(request.user), on=timezone.localdate())
    name = f"surat-{found.pk}.{ENDINGS[found.media]}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=found.media, headers=headers)


@needs("intake.upload")
@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty list to fill in, of the first layout this person may hand in."""
    for layout in filings():
        if layout.scopes(request.user):
            content = template_of(layout.columns, layout.choices())
            return _as_workbook(content, f"templat-{layout.code}.xlsx")
    messages.warning(request, _("Belum ada program di wilayah Anda, jadi belum ada templat."))
    return redirect("intake:files")


def _as_workbook(content: bytes, name: str) -> HttpResponse:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
