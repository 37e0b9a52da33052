"""One person: the page that tells all, numbers revealed with a reason, a person added."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.accounts.services import actor_of
from lindung.banking.services import reveal_accounts
from lindung.kernel.days import age_on
from lindung.kernel.problem import Refused
from lindung.people import services
from lindung.people.forms import RevealForm
from lindung.people.models import Person
from lindung.people.nik import mask
from lindung.people.problems import KNOWN_ALREADY
from lindung.people.queries import holder_of
from lindung.people.services import Newcomer
from lindung.ui.breadcrumb import Step
from lindung.web import lifeline
from lindung.web.forms import ProposedForm
from lindung.web.person import WHAT, Whole, known, months, seats, source_rows, whole
from lindung.web.services import add_person

CHANGE, REPORT, REVEAL = "people.change", "people.report", "people.reveal"


@needs("people.read")
@require_GET
def person(request: HttpRequest, person: int) -> HttpResponse:
    return _page(request, person_of(request, person))


@needs(REVEAL)
@never_cache
@require_POST
def reveal(request: HttpRequest, person: int) -> HttpResponse:
    """A masked number, once, for a reason that is recorded; the page after it has the mask again."""
    found = person_of(request, person, REVEAL)
    seen = whole(found, accounts=_may(request, "banking.read"))
    form = RevealForm(request.POST, choices=_hidden(seen))
    if not form.is_valid():
        return _page(request, found, {"reveal_form": form}, status=422)
    what, reason = form.cleaned_data["what"], form.cleaned_data["reason"]
    act = reveal_accounts if what == "account" else partial(services.reveal, what=what)
    try:
        numbers = act(people=seen.ids, reason=reason, actor=actor_of(request.user), on=timezone.localdate())  # type: ignore[arg-type,operator]
    except Refused as trouble:
        return _page(request, found, {"reveal_form": form, "refused": trouble.problems}, status=422)
    return _page(request, found, {"revealed": numbers, "revealed_what": WHAT[what]})


@needs(CHANGE)
@never_cache
@sensitive_post_parameters("nik")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """A person who stood on no list; whoever the registry knows already is not entered twice."""
    form = ProposedForm(request.POST or None, user=request.user)
    refused: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid() and _in_reach(request, form):
        try:
            entered = _enter(request, dict(form.cleaned_data))
        except Refused as trouble:
            refused = trouble.problems
        else:
            told = _("%(name)s masuk registri.")
            if programme := form.cleaned_data.get("programme"):
                told = _("%(name)s masuk registri dan diusulkan untuk %(programme)s.")
            messages.success(request, told % {"name": entered.name, "programme": programme and programme.code})
            # The machine may have found somebody of another region in him.
            seen = person_in_reach(request, entered, "people.read")
            return redirect("web:person", entered.pk) if seen else redirect("people:search")
    lead = _("Untuk orang yang tidak ada di daftar mana pun. Cari dahulu: mungkin ia sudah terdaftar.")
    page = {"form": form, "refused": refused, "title": _("Tambah orang"), "button": _("Daftarkan orang ini"),
            "lead": lead}  # fmt: skip
    return render(request, "ui/form_page.html", page)


def _enter(request: HttpRequest, filled: dict[str, Any]) -> Person:
    if holder_of(filled["nik"]):
        raise Refused(KNOWN_ALREADY.problem(value=mask(filled["nik"])))
    work = filled.pop("occupation")
    source = filled.pop("source")
    programme = filled.pop("programme", None)
    newcomer = Newcomer(number=1, occupation=work.code if work else None, **filled)
    return add_person(
        newcomer=newcomer, source=source, programme=programme, village=filled["village"], **acting(request)
    )


def _in_reach(request: HttpRequest, form: ProposedForm) -> bool:
    village = form.cleaned_data["village"]
    if not has(request.user, CHANGE, village):
        form.add_error("village", _("Desa itu di luar wilayah Anda."))
    elif form.cleaned_data.get("programme") and not has(request.user, "nominations.propose", village):
        form.add_error("programme", _("Anda tidak mengusulkan orang dari desa itu."))
    return form.is_valid()


def person_of(request: HttpRequest, pk: int, capability: str = "") -> Person:
    """The person where the looker sees it, and for an act where he holds the capability for it."""
    people = Person.objects.select_related("occupation")
    return get_object_or_404(visible_to(request.user, people, capability), pk=pk)


def _may(request: HttpRequest, capability: str) -> bool:
    return has(request.user, capability)


def _hidden(seen: Whole) -> list[tuple[str, Any]]:
    """The kinds of numbers that this page masks."""
    masked = {line.what for line in known(seen) if line.what}
    return [(what, words) for what, words in WHAT.items() if what in masked]


def _page(
    request: HttpRequest, found: Person, more: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    may = partial(_may, request)
    seen = whole(found, accounts=may("banking.read"))
    held = seats(seen) if may("coverage.read") else []
    hidden = _hidden(seen)
    reaches = partial(_reaches, request, seen)
    today = timezone.localdate()
    page = {
        "person": found,
        "seen": seen,
        "root": seen.rows[0] if seen.rows[0].pk != found.pk else None,
        "doubles": [row for row in seen.rows[1:] if row.pk != found.pk],
        "age": age_on(found.birth_date, seen.died_on or today) if found.birth_date else None,
        "known": known(seen),
        "years": months(seen) if may("coverage.read") else [],
        "seats": held,
        "events": lifeline.events(seen, held, may),
        "history": lifeline.history(seen),
        "sources": source_rows(seen) if may("intake.read") else [],
        "steps": _steps(seen),
        "may_change": reaches(CHANGE),
        "may_report": reaches(REPORT) and not seen.died_on,
        "may_reveal": bool(hidden) and reaches(REVEAL),
        "reveal_form": RevealForm(choices=hidden),
    }
    return render(request, "web/person.html", page | (more or {}), status=status)


def _reaches(request: HttpRequest, seen: Whole, capability: str) -> bool:
    """Whether the page offers an act: as `visible_to` will see it, from what the page knows already."""
    where = scope(request.user, capability)
    homes = [one.village_id for one in seen.addresses if one.person_id == seen.person.pk]
    return any(home in where for home in homes) or (where.whole and not homes)


def _steps(seen: Whole) -> list[Step]:
    """The regions above the person's village, as ui/breadcrumb.html takes them."""
    steps: list[Step] = []
    region = seen.home.village if seen.home else None
    while region is not None:
        address = f"{reverse('people:search')}?wilayah={region.code}"
        steps.insert(0, Step(region.name, address if steps else ""))
        region = region.parent
    return steps


def person_in_reach(request: HttpRequest, found: Person, capability: str) -> bool:
    return visible_to(request.user, Person.objects.filter(pk=found.pk), capability).exists()
