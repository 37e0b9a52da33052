"""One row: its cells, its problems, and the form that corrects it."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lindung.accounts.access import visible_to
from lindung.accounts.guards import needs
from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.intake import services
from lindung.intake.filing import filing
from lindung.intake.forms import MendForm, as_typed
from lindung.intake.models import Row, RowProblem, SheetTitles
from lindung.intake.queries import next_open
from lindung.intake.tables import FATES
from lindung.intake.views.files import may_change
from lindung.kernel.problem import Problem, Refused
from lindung.ui.tables import masked

LONG_NUMBER = 8  # figures from which on a cell may be a NIK, an account, a telephone


@needs("intake.read")
@never_cache
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, row: str) -> HttpResponse:
    """Who may correct it sees the whole cells, which is logged; all others see numbers masked."""
    one = _row(request, row)
    may = may_change(request.user, one.file)
    if request.method == "POST" and not may:
        raise PermissionDenied("intake.upload")
    titles = SheetTitles.objects.filter(file=one.file_id, sheet=one.sheet).first()
    found = list(RowProblem.objects.filter(file=one.file_id, number=one.number).order_by("sequence"))
    later = _later(request, one)
    form = _form(request, one, titles, found) if may and titles and later is None else None
    refused: list[Problem] = []
    if request.method == "POST" and form and form.is_valid():
        answer = _mend(request, one, form)
        if isinstance(answer, HttpResponse):
            return answer
        refused = form.show(answer)
    if form and request.method == "GET":
        services.look_at(row=one, actor=actor_of(_me(request)), on=timezone.localdate())
    page = {
        "row": one,
        "file": one.file,
        "fate": FATES[one.fate],
        "problems": found,
        "form": form,
        "refused": refused,
        "may_change": may,
        "cells": _cells(one, titles),
        "later": later,
        "earlier": _earlier(one),
        "next": next_open(one.file_id, one.number),
    }
    return render(request, "intake/row.html", page)


def _row(request: HttpRequest, address: str) -> Row:
    found = re.fullmatch(r"(\d{1,9})-(\d{1,9})", address)
    if not found:
        raise Http404
    rows = visible_to(request.user, Row.objects.select_related("file__region"))
    return get_object_or_404(rows, file_id=found[1], number=found[2])


def _form(request: HttpRequest, row: Row, titles: SheetTitles, found: list[RowProblem]) -> MendForm:
    return MendForm(
        request.POST if request.method == "POST" else None,
        row=row,
        titles=titles.titles,
        keys=titles.keys,
        problems=found,
        layout=filing(row.file.layout).columns,
        label_suffix="",
    )


def _mend(request: HttpRequest, row: Row, form: MendForm) -> HttpResponse | list[Problem]:
    """On to the next open row; or the problems that are left."""
    try:
        outcome = services.mend(row=row, cells=form.cells, actor=actor_of(_me(request)), on=timezone.localdate())
    except Refused as trouble:
        return list(trouble.problems)
    where = {"row": row.sheet_row}
    if outcome.accepted:
        messages.success(request, _("Baris %(row)s sudah diperbaiki dan diterima.") % where)
    else:
        messages.warning(request, _("Perbaikan baris %(row)s disimpan, tetapi masih perlu dilihat.") % where)
        return redirect("intake:row", f"{outcome.file}-1")
    following = next_open(row.file_id, row.number)
    return redirect("intake:row", following) if following else redirect("intake:file", row.file_id)


def _later(request: HttpRequest, row: Row) -> Row | None:
    rows = visible_to(request.user, Row.objects.all())
    return rows.filter(corrects_file=row.file_id, corrects_number=row.number).first()


def _earlier(row: Row) -> str:
    return f"{row.corrects_file_id}-{row.corrects_number}" if row.corrects_file_id else ""


def _cells(row: Row, titles: SheetTitles | None) -> list[dict[str, Any]]:
    """Every filled cell under its title, as the file has it; long numbers masked."""
    named = titles.titles if titles else []
    keys = titles.keys if titles else []
    return [
        {
            "title": named[place] if place < len(named) and named[place] else _("Kolom %(n)s") % {"n": place + 1},
            "text": _masked(as_typed(cell)),
        }
        for place, cell in enumerate(row.cells)
        if cell and (place >= len(keys) or keys[place] != "kunci")
    ]


def _masked(cell: str) -> str:
    return masked(cell) if len(re.sub(r"\D", "", cell)) > LONG_NUMBER else cell


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (the guard let nobody else through)
    return request.user
