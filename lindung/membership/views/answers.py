"""Answers of BPJS: a file comes in, and answers that contradict each other are settled by name."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.exchange.services import known
from lindung.kernel.month import Month
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.membership import imports, services
from lindung.membership.forms import AnswerForm, SettleForm
from lindung.membership.models import Batch, Contradiction, Registration
from lindung.membership.tables import Contradictions
from lindung.ui.days import in_words

REJECTED = Registration.Answer.REJECTED


@needs("membership.answer")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, batch: int) -> HttpResponse:
    """A file of answers: entered whole or not at all; the same file again changes nothing."""
    seen = visible_to(request.user, Batch.objects.select_related("programme", "branch"))
    found = get_object_or_404(seen, pk=batch)
    form = AnswerForm(request.POST or None, request.FILES or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            done, message = _entered(request, found, form.cleaned_data)
        except Refused as trouble:
            refused = trouble.problems
        else:
            _tell(request, done)
            return redirect("membership:message", message)
    page = {
        "batch": found,
        "form": form,
        "refused": refused,
        "title": _("Jawaban BPJS untuk kiriman %s") % found.pk,
    }
    return render(request, "membership/answer.html", page | {"button": _("Masukkan jawaban")})


def _entered(request: HttpRequest, batch: Batch, filled: dict[str, Any]) -> tuple[services.Answered, int]:
    given: UploadedFile = filled["file"]
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(str(given.name)).name
        with path.open("wb") as target:
            target.writelines(given.chunks())
        done = imports.take_in(path=path, batch=batch, layout=filled["layout"], **acting(request))
        kept = known(subject=f"batch:{batch.pk}", path=path)
    assert kept is not None  # noqa: S101  (what was not refused was kept)
    return done, kept.pk


def _tell(request: HttpRequest, done: services.Answered) -> None:
    if done.already:
        messages.warning(request, _("Berkas ini sudah pernah dimasukkan; tidak ada yang berubah."))
        return
    told = _(
        "%(accepted)s diterima, %(rejected)s ditolak, %(unchanged)s sudah tercatat, %(look)s baris perlu dilihat."
    )
    counts = {
        "accepted": done.accepted,
        "rejected": done.rejected,
        "unchanged": done.unchanged,
        "look": len(done.problems),
    }
    messages.success(request, told % {name: thousands(count) for name, count in counts.items()})


@needs("membership.read")
@require_GET
def contradictions(request: HttpRequest) -> HttpResponse:
    return Contradictions(request.user, request.GET).response(request, "membership/contradictions.html")


@needs("membership.read")
@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, contradiction: int) -> HttpResponse:
    """Both answers side by side; who answers for BPJS says which one stands, and why."""
    rows = Contradiction.objects.select_related(
        "registration__batch__branch", "registration__batch__programme",
        "registration__enrolment__person", "registration__enrolment__district",
    )  # fmt: skip
    found = get_object_or_404(visible_to(request.user, rows), pk=contradiction)
    form = SettleForm(request.POST or None)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            done = services.settle(contradiction=found.pk, **form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Selesai: %(which)s berlaku.") % {"which": done.get_stands_display()})
            return redirect("membership:contradictions")
    registration = found.registration
    page = {
        "found": found, "registration": registration, "form": form, "refused": refused,
        "left": _("Jawaban pertama"), "right": _("Jawaban kemudian"), "rows": _side_by_side(found),
        "consequences": _consequences(found),
        "may": has(request.user, "membership.answer", registration.enrolment.district_id),
    }  # fmt: skip
    return render(request, "membership/contradiction.html", page)


def _side_by_side(found: Contradiction) -> list[dict[str, Any]]:
    kept = found.registration
    pairs = [
        (_("Jawaban"), kept.get_answer_display(), found.get_answer_display()),
        (_("KPJ"), kept.kpj, found.kpj),
        (_("Peserta sejak"), _day(kept.member_since), _day(found.member_since)),
        (_("Alasan"), f"{kept.reason_code} {kept.reason}".strip(), f"{found.reason_code} {found.reason}".strip()),
    ]  # fmt: skip
    told = [{"label": label, "left": one, "right": other, "same": one == other} for label, one, other in pairs]
    told.append({"label": _("Berkas"), "left": kept.source, "right": found.source, "same": None})
    dates = {"left": _day(kept.answered_on), "right": _day(found.received_on)}
    told.append({"label": _("Dimasukkan"), **dates, "same": None})
    return told


def _day(day: Any) -> str:
    return in_words(day) if day else ""


def _consequences(found: Contradiction) -> list[tuple[str, str]]:
    """What each choice would do, in numbers."""
    kept, seat = found.registration, found.registration.enrolment
    first = (_("Jawaban pertama"), _("tetap berlaku; tidak ada yang berubah."))
    if kept.answer == REJECTED:
        words = _("tidak dapat berlaku: kursinya sudah dibebaskan. Usulkan dan tetapkan lagi orangnya.")
    elif found.answer == REJECTED:
        months = Month.of(seat.cover_to).minus(Month.of(seat.cover_from)) + 1
        words = _("membatalkan %(months)s bulan perlindungan dan membebaskan kursinya untuk cadangan.") % {
            "months": thousands(months)
        }
    else:
        words = _("menggantikan KPJ dan tanggal mulai yang tercatat.")
    return [first, (_("Jawaban kemudian"), words)]
