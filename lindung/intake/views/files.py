"""Files taken in: the list, one file with its problems, its rows, and the workbook handed out again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.guards import needs
from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.intake import queries, services
from lindung.intake.models import Arrival, File, Letter, RowProblem
from lindung.intake.tables import Files, Problems, Rows
from lindung.kernel.rupiah import thousands
from lindung.ui.days import in_words


@needs("intake.read")
@require_GET
def files(request: HttpRequest) -> HttpResponse:
    page = {"may_upload": has(request.user, "intake.upload")}
    return Files(request.user, request.GET).response(request, "intake/files.html", page)


@needs("intake.read")
@require_GET
def show(request: HttpRequest, file: int) -> HttpResponse:
    """One file: counts that add up, kinds of problems, the problems row by row, what came after."""
    one = seen(request, file)
    table = Problems(request.user, _of_file(request, file))
    if getattr(request, "htmx", None) and request.htmx.target == "daftar":  # type: ignore[attr-defined]
        return table.response(request)
    opened = queries.opened(file)
    uploader = User.objects.filter(username=one.uploaded_by).first()
    page = {
        "file": one,
        "who": uploader.name if uploader else one.uploaded_by,
        "stats": _stats(one, opened),
        "opened": opened,
        "kinds": queries.kinds_of(file),
        "of_file": RowProblem.objects.filter(file=file, number=None).order_by("sequence"),
        "first": queries.next_open(file, 0) if opened.still else "",
        "may_change": may_change(request.user, one),
        "paper": visible_to(request.user, Letter.objects.filter(delivery__arrivals__file=file))
        .values_list("pk", flat=True)
        .first(),
        "events": _events(one, uploader.name if uploader else one.uploaded_by),
    }
    return table.response(request, "intake/file.html", page)


def _of_file(request: HttpRequest, file: int) -> QueryDict:
    query = request.GET.copy()
    query["berkas"] = str(file)
    return query


def _stats(file: File, opened: queries.Opened) -> list[dict[str, Any]]:
    rows = reverse("intake:rows", args=[file.pk])
    return [
        {"value": thousands(file.rows), "label": _("baris di berkas"), "href": rows},
        {"value": thousands(file.accepted), "label": _("diterima"), "href": f"{rows}?fate=accepted"},
        {"value": thousands(file.rejected), "label": _("ditolak"), "href": f"{rows}?fate=rejected"},
        {"value": thousands(file.needs_look), "label": _("perlu dilihat"), "href": f"{rows}?fate=look"},
        {"value": thousands(opened.mended), "label": _("sudah diperbaiki"), "href": f"{rows}?state=done"},
        {"value": thousands(opened.still), "label": _("belum beres"), "href": f"{rows}?state=open"},
    ]


def _events(file: File, who: str) -> list[dict[str, str]]:
    """What came after, the newest first, down to the day it was taken in."""
    told = [
        {
            "on": in_words(later.received_on),
            "title": _("%(count)s baris diperbaiki") % {"count": thousands(count)},
            "note": later.name,
            "href": reverse("intake:file", args=[later.pk]),
            "kind": "done",
        }
        for later, count in queries.corrections_of(file.pk)
    ]
    words = _("diterima dari %(who)s, surat %(letter)s") if file.letter else _("diterima dari %(who)s, tanpa surat")
    first = {
        "on": in_words(file.received_on),
        "title": words % {"who": who, "letter": file.letter},
        "note": file.name,
    }
    return [*told[:30], first]


@needs("intake.read")
@require_GET
def rows(request: HttpRequest, file: int) -> HttpResponse:
    one = seen(request, file)
    return Rows(request.user, _of_file(request, file)).response(request, "intake/rows.html", {"file": one})


@needs("intake.read")
@never_cache
@require_GET
def original(request: HttpRequest, file: int) -> HttpResponseBase:
    """The workbook as it came."""
    return attached(request, seen(request, file))


@needs("intake.read")
@never_cache
@require_GET
def returned(request: HttpRequest, file: int) -> HttpResponseBase:
    """The workbook with its problems coloured and the keys by which corrections find their rows."""
    return attached(request, seen(request, file), checked=True)


def seen(request: HttpRequest, file: int) -> File:
    return get_object_or_404(visible_to(request.user, File.objects.select_related("region", "mends")), pk=file)


def may_change(user: Any, file: File) -> bool:
    """Whether this person may hand in corrections of the file: where it counts, or in the whole province."""
    where = scope(user, "intake.upload")
    return where.whole if file.region_id is None else file.region_id in where


def attached(request: HttpRequest, what: File | Arrival, *, checked: bool = False) -> FileResponse:
    """Handed to the browser to be kept, never to be opened in a page: whatever it is, it runs nowhere."""
    assert isinstance(request.user, User)  # noqa: S101  (the guard let nobody else through)
    content = services.hand_out(what=what, actor=actor_of(request.user), on=timezone.localdate(), checked=checked)
    name = f"{Path(what.name).stem}-diperiksa.xlsx" if checked else what.name
    return FileResponse(
        BytesIO(content),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
    )
