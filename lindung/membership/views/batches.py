"""Batches: the list, a new one, one with its people and files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.membership import queries, services
from lindung.membership.forms import AgreeForm, FileForm, SendForm
from lindung.membership.models import Batch, Contradiction
from lindung.membership.tables import Batches, People
from lindung.membership.views.files import messages_of
from lindung.ui.charts import Part, shares
from lindung.ui.telling import sentences


@needs("membership.read")
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Every batch of one's branches, and what else there is to do with BPJS."""
    open_ones = visible_to(request.user, Contradiction.objects.filter(stands=None))
    page = {"may_send": has(request.user, "membership.send"), "contradicted": open_ones.count()}
    return Batches(request.user, request.GET).response(request, "membership/batches.html", page)


@needs("membership.send")
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Whom to send is asked first; then the sheet tells how many go to which branch, and is agreed to."""
    form = SendForm(request.GET or None, user=request.user)
    if not (request.GET and form.is_valid()):
        return render(request, "membership/send.html", {"form": form})
    chosen = form.cleaned_data
    whom = {"programme": chosen["program"], "region": chosen["wilayah"].code if chosen["wilayah"] else None}
    agreed = AgreeForm(request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and agreed.is_valid():
        try:
            sent = services.send(**whom, wadah=chosen["wadah"], **agreed.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            return _sent(request, sent)
    prospect = services.foresee(**whom, **acting(request))
    page = {
        "chosen": chosen, "prospect": prospect, "refused": prospect.refused or refused,
        "form": AgreeForm(initial={"expected": prospect.people}),
        "title": _("Kirim %s orang") % thousands(prospect.people), "consequences": _consequences(prospect),
    }  # fmt: skip
    return render(request, "membership/send_sure.html", page)


def _sent(request: HttpRequest, sent: services.Sent) -> HttpResponse:
    for problem in sent.problems[:10]:
        messages.warning(request, sentences(problem))
    if not sent.batches:
        messages.success(request, _("Tidak ada lagi yang perlu dikirim."))
        return redirect("membership:batches")
    told = _("%(people)s orang dikirim dalam %(batches)s kiriman. Buat berkasnya untuk setiap cabang.")
    people = thousands(sum(batch.people for batch in sent.batches))
    messages.success(request, told % {"people": people, "batches": thousands(len(sent.batches))})
    one = sent.batches[0]
    return redirect("membership:batch", one.pk) if len(sent.batches) == 1 else redirect("membership:batches")


def _consequences(prospect: services.Prospect) -> list[tuple[str, str]]:
    told = [
        (thousands(people), _("orang menjadi satu kiriman ke %s.") % name) for name, people in prospect.branches
    ]
    told.append(
        (thousands(prospect.people), _("orang menunggu jawaban BPJS sesudahnya; tidak ada yang dikirim dua kali."))
    )
    if prospect.left_out:
        told.append((thousands(prospect.left_out), _("orang tertinggal karena NIK-nya tidak lagi berlaku.")))
    return told


@needs("membership.read")
@require_GET
def batch(request: HttpRequest, batch: int) -> HttpResponse:
    """One batch: how it was answered, its people, the files that went out and came in."""
    found = batch_of(request, batch)
    query = request.GET.copy()
    query["kiriman"] = str(found.pk)
    table = People(request.user, query)
    if getattr(request, "htmx", None) and request.htmx.target == "daftar":  # type: ignore[attr-defined]
        return table.response(request)
    counted = queries.counts(found)
    districts = queries.districts_of(found)
    here = f"{reverse('membership:batch', args=[found.pk])}?jawaban="
    page: dict[str, Any] = {
        "batch": found, "counted": counted, "picture": shares(_parts(counted, here)),
        "late": counted["waiting"] and (timezone.localdate() - found.sent_on).days >= queries.OVERDUE_DAYS,
        "days": (timezone.localdate() - found.sent_on).days,
        "files": messages_of(f"batch:{found.pk}"),
        "may_send": all(has(request.user, "membership.send", code) for code in districts),
        "may_answer": all(has(request.user, "membership.answer", code) for code in districts),
        "file_form": FileForm(initial={"waiting": bool(counted["accepted"] or counted["rejected"])}),
    }  # fmt: skip
    return table.response(request, "membership/batch.html", page)


def _parts(counted: dict[str, int], here: str) -> list[Part]:
    return [
        Part("done", _("diterima"), counted["accepted"], f"{here}accepted"),
        Part("refused", _("ditolak"), counted["rejected"], f"{here}rejected"),
        Part("waiting", _("menunggu jawaban"), counted["waiting"], f"{here}waiting"),
    ]


def batch_of(request: HttpRequest, pk: int) -> Batch:
    seen = visible_to(request.user, Batch.objects.select_related("programme", "branch"))
    return get_object_or_404(seen, pk=pk)
