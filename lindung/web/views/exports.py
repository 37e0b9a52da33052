"""Lists as files: asked, watched, fetched, begun anew. A person sees only what that person asked for."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lindung.accounts.access import has
from lindung.accounts.guards import needs
from lindung.accounts.models import User
from lindung.kernel.problem import Refused
from lindung.ui.tables import Table
from lindung.web import services
from lindung.web.models import Export

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
SHOWN = 50


@needs("figures.read")
@never_cache
@require_GET
def exports(request: HttpRequest) -> HttpResponse:
    found = Export.objects.filter(asked_by=_me(request)).defer("content").order_by("-asked_at")[:SHOWN]
    return render(request, "web/exports.html", {"exports": [_told(export) for export in found]})


@needs("figures.read")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Who may see the list may take it along; the list's own capability is asked by the verb."""
    asked = {name: request.POST.get(name, "") for name in ("table", "query")}
    try:
        export = services.ask(**asked, form=request.POST.get("format", ""), user=_me(request))
    except Refused as trouble:
        if trouble.problems[0].code == "EXPORT-02":
            raise PermissionDenied from trouble
        messages.error(request, str(trouble))
        return redirect("web:exports")
    if export.rows <= services.AT_ONCE:
        services.write(export.pk, export.attempt)
        return redirect("web:export-file", export.pk)
    return redirect("web:export", export.pk)


@needs("figures.read")
@never_cache
@require_GET
def export(request: HttpRequest, export: int) -> HttpResponse:
    """How far it is; htmx asks for the bar alone."""
    told = _told(_own(request, export))
    part = getattr(request, "htmx", False)
    return render(request, "web/_export.html" if part else "web/export.html", {"export": told})


@needs("figures.read")
@never_cache
@require_GET
def file(request: HttpRequest, export: int) -> HttpResponse:
    found = _own(request, export)
    kind = Table.known.get(found.table)
    if kind is None or not has(request.user, kind.needs):
        raise PermissionDenied
    if found.content is None:
        return redirect("web:export", found.pk)
    called = kind(request.user, QueryDict(found.query)).file_name
    name = f"{called}-{timezone.localtime(found.asked_at):%Y-%m-%d}.{found.format}"
    return HttpResponse(
        bytes(found.content),
        content_type=TYPES[found.format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@needs("figures.read")
@require_POST
def again(request: HttpRequest, export: int) -> HttpResponse:
    services.run_again(export=_own(request, export))
    return redirect("web:export", export)


def _own(request: HttpRequest, export: int) -> Export:
    return get_object_or_404(Export, pk=export, asked_by=_me(request))


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (the guard let nobody else through)
    return request.user


def _told(export: Export) -> dict[str, object]:
    """What the page says of an export."""
    kind = Table.known.get(export.table)
    old = timezone.now() - export.asked_at > services.KEPT
    dead = services.is_dead(export)
    return {
        "pk": export.pk,
        "title": kind.title if kind else export.table,
        "format": export.get_format_display(),
        "asked_at": timezone.localtime(export.asked_at),
        "rows": export.rows,
        "done": export.done,
        "state": _("berkas lama, sudah dihapus") if old else _("terhenti") if dead else export.get_state_display(),
        "ready": export.state == Export.State.DONE and not old,
        "dead": dead and not old,
        "moving": export.state in (Export.State.WAITING, Export.State.RUNNING) and not dead,
        "words": f"{kind.title if kind else export.table}, {export.get_format_display()}",
    }
