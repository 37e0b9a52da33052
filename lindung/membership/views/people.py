"""People BPJS refused, whose seats wait for somebody else, and people whose membership ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.coverage.queries import desks
from lindung.exchange.models import Message
from lindung.kernel.problem import Problem, Refused
from lindung.membership import imports
from lindung.membership.forms import EndsForm
from lindung.membership.tables import Ends, RefusedPeople
from lindung.membership.views.files import attached, named
from lindung.programmes.models import Programme


@needs("membership.read")
@require_GET
def refused(request: HttpRequest) -> HttpResponse:
    """Whom BPJS refused and why, and where the reserve may fill the empty seats."""
    table = RefusedPeople(request.user, request.GET)
    if getattr(request, "htmx", None) and request.htmx.target == "daftar":  # type: ignore[attr-defined]
        return table.response(request)
    may = scope(request.user, "coverage.decide")
    waiting = [desk for desk in desks(scope(request.user, "membership.read").codes) if desk["ended"]]
    for desk in waiting:
        desk["may"] = desk["region"] in may
    page = {"desks": waiting, "may_see_reserve": has(request.user, "nominations.read")}
    return table.response(request, "membership/refused.html", page)


@needs("membership.read")
@require_http_methods(["GET", "POST"])
def ends(request: HttpRequest) -> HttpResponse:
    """Ended memberships, and the file that tells BPJS of them so that it bills these people no more."""
    form = EndsForm(request.POST or None, user=request.user, initial=request.GET.dict())
    troubles: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        whose = {"programme": chosen["program"], "branch": chosen["cabang"].pk, "since": chosen["sejak"]}
        try:
            made = imports.hand_over_ends(**whose, **acting(request))
        except Refused as trouble:
            troubles = trouble.problems
        else:
            if made:
                return attached(made[0].name, made[1])
            form.add_error(None, _("Tidak ada kepesertaan yang berakhir sejak hari itu di cabang ini."))
    codes = visible_to(request.user, Programme.objects.all()).values_list("code", flat=True)
    subjects = [f"programme:{code}" for code in codes]
    sent = named(Message.objects.filter(subject__in=subjects, office__startswith="bpjs:")).order_by("-pk")
    page = {
        "form": form, "refused": troubles, "may_send": has(request.user, "membership.send"),
        "button": _("Buat berkas peserta berakhir"), "files": sent[:20],
    }  # fmt: skip
    return Ends(request.user, request.GET).response(request, "membership/ends.html", page)
