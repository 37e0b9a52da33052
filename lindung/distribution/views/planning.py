"""An event is planned, changed, and people are invited to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.distribution.forms import PLAN, EventForm, InviteForm, NewEventForm
from lindung.distribution.models import Event
from lindung.distribution.queries.gathering import invitable
from lindung.distribution.services.events import change_event, hold_event
from lindung.distribution.services.gathering import invite as invite_people
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.programmes.models import Programme


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """A new event with place, day and officials."""
    programmes = visible_to(request.user, Programme.objects.order_by("-cover_from", "code"))
    form = NewEventForm(request.POST or None, user=request.user, programmes=programmes)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = hold_event(**form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Acara %s tercatat. Undang orangnya, lalu cetak berkasnya.") % made.name)
            return redirect("distribution:event", made.pk)
    page = {"form": form, "refused": refused, "title": _("Acara baru"), "button": _("Catat acara")}
    return render(request, "ui/form_page.html", page)


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, event: int) -> HttpResponse:
    """Place, day and officials are changed; where something was handed over, day and region stay."""
    found = planned(request, event)
    now = {name: getattr(found, name) for name in ("name", "place", "region", "held_on", "officials")}
    form = EventForm(request.POST or None, user=request.user, initial=now)
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            change_event(event=found, **form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("Rencana acara diubah."))
            return redirect("distribution:event", found.pk)
    page = {"form": form, "refused": refused, "title": _("Ubah rencana acara"), "button": _("Simpan rencana")}
    return render(request, "ui/form_page.html", page | {"lead": found.name})


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest, event: int) -> HttpResponse:
    """Everyone of the chosen villages with something waiting gets a seat."""
    found = planned(request, event)
    villages = invitable(event=found, within=scope(request.user, PLAN).codes)
    stage = found.invitations.filter(on_stage=True).count()
    form = InviteForm(request.POST or None, initial={"on_stage": stage or 10})
    refused: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        places = sorted({row["code"] for row in villages} & set(request.POST.getlist("desa")))
        try:
            invited = invite_people(event=found, places=places, **form.cleaned_data, **acting(request))
        except Refused as trouble:
            refused = trouble.problems
        else:
            messages.success(request, _("%s orang baru diundang.") % thousands(invited))
            return redirect("distribution:event", found.pk)
    totals = {key: sum(row[key] for row in villages) for key in ("waiting", "invited")}
    page = {"event": found, "form": form, "refused": refused, "villages": villages, "totals": totals}
    return render(request, "distribution/invite.html", page)


def planned(request: HttpRequest, event: int) -> Event:
    """An event of one's own regions; one of the whole province is not a district's to change."""
    found = get_object_or_404(visible_to(request.user, Event.objects.select_related("region")), pk=event)
    if not has(request.user, PLAN, found.region_id):
        raise PermissionDenied(PLAN)
    return found
