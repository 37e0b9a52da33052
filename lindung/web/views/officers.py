"""Officers: who holds which role, invitations, roles given and ended, accounts closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindung.accounts import services
from lindung.accounts.access import has, visible_to
from lindung.accounts.forms import InvitationForm, RoleForm
from lindung.accounts.guards import needs
from lindung.accounts.models import Role, User
from lindung.accounts.rights import RoleName
from lindung.audit.models import Act
from lindung.kernel.problem import Refused
from lindung.ui.days import in_words
from lindung.web.tables import ActWords, Officers

WORDS = ActWords()
LINK = "invitation_link"  # in the session until it was shown once


@needs("accounts.read")
@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    may_manage = has(request.user, "accounts.manage")
    return Officers(request.user, request.GET).response(request, "web/officers.html", {"may_manage": may_manage})


@needs("accounts.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None)
    refused: tuple[Any, ...] = ()
    if request.method == "POST" and form.is_valid() and _in_reach(request, form):
        try:
            user = services.invite(**_of(form, request), username=form.cleaned_data["username"],
                                   name=form.cleaned_data["name"])  # fmt: skip
        except Refused as trouble:
            refused = trouble.problems
        else:
            request.session[LINK] = request.build_absolute_uri(services.link_for(user))
            return redirect("web:officer", user.pk)
    page = {"form": form, "refused": refused, "title": _("Undang petugas"), "button": _("Undang")}
    return render(request, "ui/form_page.html", page)


@needs("accounts.read")
@never_cache
@require_http_methods(["GET", "POST"])
def officer(request: HttpRequest, officer: int) -> HttpResponse:
    """One officer: roles past and present, what was done; the manager gives a further role here."""
    person = _person(request, officer)
    may_manage = has(request.user, "accounts.manage")
    form = RoleForm(request.POST or None)
    refused: tuple[Any, ...] = ()
    if request.method == "POST":
        if not may_manage:
            raise PermissionDenied("accounts.manage")
        if form.is_valid() and _in_reach(request, form):
            try:
                services.give_role(user=person, **_of(form, request))
            except Refused as trouble:
                refused = trouble.problems
            else:
                return redirect("web:officer", person.pk)
    page = {
        "person": person,
        "may_manage": may_manage,
        "roles_held": _roles(person),
        "form": form,
        "refused": refused,
        "link": request.session.pop(LINK, "") if request.method == "GET" and LINK in request.session else "",
        "events": _told(person),
    }
    return render(request, "web/officer.html", page)


@needs("accounts.manage")
@require_POST
def end_role(request: HttpRequest, role: int) -> HttpResponse:
    held = get_object_or_404(visible_to(request.user, Role.objects.all()), pk=role)
    try:
        services.end_role(role=held, actor=services.actor_of(_me(request)), on=timezone.localdate())
    except Refused as trouble:
        messages.error(request, str(trouble))
    return redirect("web:officer", held.user_id)


@needs("accounts.manage")
@require_POST
def act(request: HttpRequest, officer: int) -> HttpResponse:
    """A new link, all devices signed out, the second factor forgotten, the account closed or opened again."""
    person = _person(request, officer)
    who: dict[str, Any] = {"user": person, "actor": services.actor_of(_me(request)), "on": timezone.localdate()}
    match request.POST.get("act"):
        case "link":
            request.session[LINK] = request.build_absolute_uri(services.link_for(person))
        case "sessions":
            services.end_sessions(person)
            messages.success(request, _("Semua perangkatnya sudah keluar."))
        case "factor":
            services.forget_second_factor(**who, reason=_("diminta pengelola"))
        case "close" | "open" as word:
            services.set_active(**who, active=word == "open")
    return redirect("web:officer", person.pk)


def _person(request: HttpRequest, pk: int) -> User:
    seen = visible_to(request.user, Role.objects.all()).values("user_id")
    return get_object_or_404(User, pk__in=seen.filter(user_id=pk))


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  (the guard let nobody else through)
    return request.user


def _in_reach(request: HttpRequest, form: RoleForm) -> bool:
    """Nobody gives a role outside the region in which he manages."""
    if has(request.user, "accounts.manage", form.cleaned_data["region"]):
        return True
    form.add_error("region", _("Wilayah itu di luar wewenang Anda. Isi kode di dalam wilayah Anda."))
    return False


def _of(form: RoleForm, request: HttpRequest) -> dict[str, Any]:
    filled = form.cleaned_data
    return {
        "role": RoleName(filled["role"]),
        "region": filled["region"],
        "until": filled["until"],
        "actor": services.actor_of(_me(request)),
        "on": timezone.localdate(),
    }


def _roles(person: User) -> list[Role]:
    roles = list(Role.objects.filter(user=person).select_related("region").order_by("-since", "name"))
    today = timezone.localdate()
    for role in roles:
        role.in_force = role.since <= today and (role.until is None or role.until >= today)  # type: ignore[attr-defined]
    return roles


def _told(person: User) -> list[dict[str, str]]:
    acts = Act.objects.filter(subject=f"user:{person.username}").order_by("-at")[:30]
    return [
        {
            "on": in_words(one.on),
            "title": f"{one.actor_name}: {WORDS.get(one.verb, one.verb)}",
            "note": one.reason or str(one.details or ""),
        }
        for one in acts
    ]
