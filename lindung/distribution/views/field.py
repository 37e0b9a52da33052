"""The field app: its shell, which says nothing of anybody, and the few questions it asks when there is a link."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lindung.accounts.access import scope, visible_to
from lindung.accounts.guards import needs, public
from lindung.accounts.services import actor_of
from lindung.distribution.models import Event, ProofKey
from lindung.distribution.queries.manifest import manifest, waiting_villages
from lindung.distribution.queries.proofs import key_set, trusted_keys
from lindung.distribution.services.phones import enrol_device
from lindung.distribution.services.proofs import signed_revocations
from lindung.distribution.services.sync import Sent, take_in
from lindung.kernel.problem import Refused

HANDS_OVER = "distribution.hand_over"
EVENTS = 50  # the newest


@public
@require_GET
def shell(request: HttpRequest) -> HttpResponse:
    """The same for everybody; it is kept on the phone and filled from what lies there."""
    return render(request, "distribution/field.html")


@public
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from an address whose folder it may serve."""
    path = finders.find("field/worker.js")
    if not path:
        raise Http404("the field app is not built: run make setup")
    with open(str(path), "rb") as file:
        return HttpResponse(file.read(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@public
@require_GET
def webmanifest(request: HttpRequest) -> HttpResponse:
    icon = {"src": static("ui/lindung.svg"), "sizes": "any", "type": "image/svg+xml"}
    return JsonResponse(
        {
            "name": "Lindung lapangan",
            "short_name": "Lindung",
            "lang": "id",
            "start_url": "./",
            "scope": "./",
            "display": "standalone",
            "background_color": "#fbf8f3",
            "theme_color": "#23395d",
            "icons": [icon | {"purpose": "any"}, icon | {"purpose": "maskable"}],
        },
        content_type="application/manifest+json",
    )


@needs(HANDS_OVER)
@never_cache
@require_GET
def lists(request: HttpRequest) -> JsonResponse:
    """What may be taken along; or, where one is named, the list itself with the keys for looking at proofs."""
    within = scope(request.user, HANDS_OVER).codes
    events = visible_to(request.user, Event.objects.filter(kind=Event.Kind.HANDOVER))
    if (event := request.GET.get("acara", "")).isdigit():
        found = get_object_or_404(events, pk=int(event))
        people = manifest(programme=found.programme_id, places=[found.region_id], within=within, event=found)
    elif (programme := request.GET.get("program", "")).isdigit():
        people = manifest(programme=int(programme), places=[request.GET.get("desa", "")], within=within)
    else:
        return JsonResponse(_choices(request, events, within))
    revoked = signed_revocations(on=timezone.localdate()) if ProofKey.objects.filter(signs_until=None) else b""
    about = {"keys": key_set(trusted_keys())["keys"], "revoked": base64.b64encode(revoked).decode()}
    return JsonResponse(people | about)


def _choices(request: HttpRequest, events: Any, within: tuple[str, ...]) -> dict[str, Any]:
    return {
        "username": request.user.get_username(),
        "name": request.user.name,  # type: ignore[union-attr]
        "csrf": get_token(request),
        "events": [
            {"event": event.pk, "title": event.name, "held_on": event.held_on.isoformat()}
            for event in events.order_by("-held_on", "-pk")[:EVENTS]
        ],
        "villages": waiting_villages(within=within),
    }


@needs(HANDS_OVER)
@require_POST
def enrol(request: HttpRequest) -> JsonResponse:
    """Enter this phone, or give its officer the key of what it keeps once more."""
    said = _said(request)
    try:
        device = enrol_device(
            officer=request.user,  # type: ignore[arg-type]
            public=bytes.fromhex(str(said.get("point", ""))),
            name=str(said.get("name", "")),
            actor=actor_of(request.user),  # type: ignore[arg-type]
            on=timezone.localdate(),
        )
    except Refused as refused:
        return _refused(refused)
    except ValueError as trouble:
        raise Http404("no key") from trouble
    return JsonResponse({"code": device.code, "secret": base64.b64encode(bytes(device.secret)).decode()})


@needs(HANDS_OVER)
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """Events of a phone, this one's or a colleague's, each answered by its number."""
    said = _said(request)
    try:
        sent = [Sent(str(one["body"]), base64.b64decode(one["signature"], validate=True)) for one in said["events"]]
        answers = take_in(
            device=str(said["device"]),
            sent=sent,
            actor=actor_of(request.user),  # type: ignore[arg-type]
            on=timezone.localdate(),
        )
    except Refused as refused:
        return _refused(refused)
    except (KeyError, TypeError, binascii.Error) as trouble:
        raise Http404("no events") from trouble
    return JsonResponse({"answers": [answer._asdict() for answer in answers]})


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except ValueError as trouble:
        raise Http404("no JSON") from trouble
    return said if isinstance(said, dict) else {}


def _refused(refused: Refused) -> JsonResponse:
    told = [{"message": problem.message, "remedy": problem.remedy} for problem in refused.problems]
    return JsonResponse({"problems": told}, status=409)
