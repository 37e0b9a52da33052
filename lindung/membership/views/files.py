"""Files exchanged with BPJS: written, listed, read again, fetched by whom they may be fetched."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lindung.accounts.access import has, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.accounts.models import User
from lindung.audit.services import record
from lindung.exchange.models import Message
from lindung.exchange.writing import MEDIA
from lindung.kernel.problem import Problem, Refused
from lindung.membership import imports, queries
from lindung.membership.forms import FileForm
from lindung.membership.models import Batch
from lindung.programmes.models import Programme

SHOWN = 200  # problems of one file on its page; the rest is counted


@needs("membership.send")
@require_POST
def write(request: HttpRequest, batch: int) -> HttpResponse:
    """The file of a batch, kept as it goes out; a second press gives the same file."""
    seen = visible_to(request.user, Batch.objects.select_related("programme", "branch"))
    found = get_object_or_404(seen, pk=batch)
    form = FileForm(request.POST)
    refused: tuple[Problem, ...] = ()
    if form.is_valid():
        try:
            made, content = imports.hand_over(batch=found, **form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            return attached(made.name, content)
    page = {"batch": found, "form": form, "refused": refused, "title": _("Buat berkas kiriman %s") % found.pk}
    return render(request, "membership/write.html", page | {"button": _("Buat berkas")})


@needs("membership.read")
@never_cache
@require_GET
def message(request: HttpRequest, message: int) -> HttpResponse:
    """One file: who handed it over, and of an answer what still waits for a person, row by row."""
    found, batch = _message(request, message)
    problems: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    if batch and found.direction == Message.Direction.IN:
        try:
            problems = imports.still_open(found, batch)
        except Refused as trouble:  # its layout is no longer there
            refused = trouble.problems
    page = {
        "file": found, "batch": batch, "problems": problems[:SHOWN], "count": len(problems), "refused": refused,
        "unshown": max(0, len(problems) - SHOWN), "may_take": _may_take(request, found, batch),
    }  # fmt: skip
    return render(request, "membership/message.html", page)


@needs("membership.reveal")
@never_cache
@require_GET
def download(request: HttpRequest, message: int) -> HttpResponse:
    """The bytes as they were. Whole numbers of people stand in them: who took them is written down."""
    found, batch = _message(request, message)
    if not _may_take(request, found, batch):
        raise PermissionDenied("membership.reveal")
    record(**acting(request), verb="membership.take_file", subject=found.subject, file=found.pk, name=found.name)
    return attached(found.name, bytes(found.content.content))


def messages_of(subject: str) -> QuerySet[Message, Any]:
    """Files about something, the newest first, with the name of who handed them over."""
    return named(Message.objects.filter(subject=subject)).order_by("-pk")


def _message(request: HttpRequest, pk: int) -> tuple[Message, Batch | None]:
    """A file of a batch, or of ended memberships of a programme, that this person may see."""
    found = get_object_or_404(named(Message.objects.filter(office__startswith="bpjs:")), pk=pk)
    kind, _colon, key = found.subject.partition(":")
    if kind == "batch":
        seen = visible_to(request.user, Batch.objects.select_related("programme", "branch"))
        return found, get_object_or_404(seen, pk=key)
    if kind == "programme":
        get_object_or_404(visible_to(request.user, Programme.objects.all()), code=key)
        return found, None
    raise Http404


def named(rows: QuerySet[Message]) -> QuerySet[Message, Any]:
    return rows.annotate(
        who=Coalesce(Subquery(User.objects.filter(username=OuterRef("by")).values("name")[:1]), "by")
    )


def _may_take(request: HttpRequest, found: Message, batch: Batch | None) -> bool:
    """Whoever may see the people's numbers wherever they live."""
    districts = queries.districts_of(batch) if batch else queries.served_by(found.office.removeprefix("bpjs:"))
    return bool(districts) and all(has(request.user, "membership.reveal", code) for code in districts)


def attached(name: str, content: bytes) -> HttpResponse:
    media = MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
    answer = HttpResponse(content, content_type=media)
    safe = name.replace('"', "").replace("\\", "")
    answer.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer
