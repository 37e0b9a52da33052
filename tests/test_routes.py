"""Every URL says who may open it, and every role is tried on every URL, in its own region and in another's.

A view declares @public, @signed_in or @needs("…"): that line is all a new page has to add here. Where its address
names something, the name of the parameter says what: `SAMPLES` has one in Malaka and one in Belu for each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lindung.accounts.guards import PUBLIC, SIGNED_IN
from lindung.accounts.models import Role, User
from lindung.accounts.rights import CAPABILITIES, RoleName
from lindung.billing.models import Bill, OutsideTotal, Surplus
from lindung.billing.services import pay, state_total
from lindung.billing.tests.story import accept, frozen
from lindung.distribution.models import Device, DeviceEvent, HandoverCase, Item
from lindung.distribution.services import hold_event
from lindung.matching.models import Pair
from lindung.matching.tests.pairs import pair
from lindung.membership.imports import hand_over
from lindung.membership.models import Batch, Branch, BranchArea, Contradiction
from lindung.membership.services import Answer, answer
from lindung.nominations.models import Enrolment, Nomination
from lindung.programmes.models import Decree, Programme
from lindung.programmes.services import keep_scan
from lindung.web.models import Export
from tests import bank, cast, workbooks
from tests.officers import officer, signed_in

OWN, OTHER = cast.MALAKA, cast.BELU
# Parameters that name nobody's row.
PLAIN: dict[str, Any] = {"paper": "daftar-hadir.xlsx", "key": "a", "token": "b", "pk": 1, "turn": 1}


class Route(NamedTuple):
    name: str
    parameters: tuple[str, ...]
    needs: str


def routes(resolver: URLResolver | None = None, space: str = "") -> list[Route]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name: name every URL"
            needs = getattr(entry.callback, "needs", "")
            found.append(Route(space + entry.name, tuple(entry.pattern.converters), needs))
    return found


ROUTES = routes()


def a_role(region: str) -> int:
    return Role.objects.get(user=officer("village", f"{region}.01")).pk


def an_event(region: str) -> int:
    about = {"kind": "handover", "name": "Penyerahan", "held_on": cast.LAUNCH, "officials": []}
    return hold_event(
        programme=_programme(region), place=region, region=region, actor=cast.OPERATOR, on=cast.LAUNCH, **about
    ).pk


def _programme(region: str) -> Programme:
    return Programme.objects.filter(code=f"UJI-{region}").first() or cast.district_programme(
        seats=1, district=region, code=f"UJI-{region}"
    )


def a_case(region: str) -> int:
    """A phone that says it handed over a card which a colleague took back."""
    if known := HandoverCase.objects.filter(device__code=f"uji-{region}").first():
        return known.pk
    programme, village = _programme(region), f"{region}.01.2001"
    cast.proposed(programme, cast.people(1, village=village), village=village)
    cast.verified(programme)
    cast.decided(programme)
    enrolment = Enrolment.objects.get(programme=programme)
    item = Item.objects.create(
        kind="card", enrolment=enrolment, person=enrolment.person, made_at="BPJS", custodian="BPJS", state="made",
        made_on=cast.LAUNCH,
    )  # fmt: skip
    phone = Device.objects.create(
        code=f"uji-{region}",
        public="",
        officer=officer("field", region),
        name="uji",
        secret=b"",
        enrolled_on=cast.LAUNCH,
    )
    DeviceEvent.objects.create(
        device=phone, number=1, kind="handover", items=[item.pk], body="{}", signature=b"", carried_by="uji",
        received_on=cast.LAUNCH, outcome="conflict", message="",
    )  # fmt: skip
    return HandoverCase.objects.create(
        device=phone, number=1, item=item, named=item.pk, code="SYNC-08", message="", opened_on=cast.LAUNCH
    ).pk


def a_programme(region: str) -> Programme:
    code = f"DANA-{region}"
    known = Programme.objects.filter(code=code).first()
    return known or cast.district_programme(seats=3, district=region, code=code)


def a_nomination(region: str) -> int:
    """Somebody of the region, named by the decree `a_decree`."""
    programme = a_programme(region)
    if not Nomination.objects.filter(programme=programme).exists():
        village, first = f"{region}.01.2001", 901 if region == OWN else 951
        cast.proposed(programme, cast.people(1, village=village, start=first), village=village)
        cast.verified(programme)
        cast.decided(programme)
    return Nomination.objects.get(programme=programme).pk


def a_decree(region: str) -> Decree:
    a_nomination(region)
    return Decree.objects.get(programme=a_programme(region), number="SK-1")


def a_scan(region: str) -> int:
    paper = {"name": "sk.pdf", "content": b"%PDF-1.7"}
    return keep_scan(of=a_decree(region), **paper, actor=cast.OPERATOR, on=cast.LAUNCH).pk


def a_bill(region: str) -> int:
    """A bill of one line, at a branch that serves this region alone."""
    if known := Bill.objects.filter(payment_code=f"UJI-{region}").first():
        return known.pk
    a_nomination(region)
    programme = a_programme(region)
    branch = Branch.objects.create(code=f"uji-{region}", name="Uji")
    BranchArea.objects.update_or_create(district_id=region, defaults={"branch": branch})
    accept(programme)
    return frozen(programme, code=f"UJI-{region}", branch=branch.code).pk


def a_batch(region: str) -> Batch:
    a_bill(region)
    return Batch.objects.get(programme=a_programme(region))


def a_message(region: str) -> int:
    return hand_over(batch=a_batch(region), actor=cast.BPJS, on=cast.LAUNCH)[0].pk


def a_contradiction(region: str) -> int:
    """BPJS first accepted, and refuses in a later letter."""
    batch = a_batch(region)
    if not Contradiction.objects.filter(registration__batch=batch).exists():
        later = [Answer(batch.registrations.get().nik, False, reason_code="R04")]
        answer(batch=batch, answers=later, source="surat", actor=cast.BPJS, on=cast.LAUNCH)
    return Contradiction.objects.get(registration__batch=batch).pk


def a_surplus(region: str) -> int:
    """More than a bill was paid."""
    bill = Bill.objects.get(pk=a_bill(region))
    if not bill.surpluses.exists():
        pay(bill=bill, rupiah=bill.rupiah + 1, reference="TRF-1", surplus=True, actor=cast.BPJS, on=cast.LAUNCH)
    return Surplus.objects.get(bill=bill).pk


def a_total(region: str) -> int:
    """What BPJS says of the members of this region's own programme."""
    funder = a_programme(region).funder
    words = {"funder": funder, "month": cast.JULY, "measure": "members", "value": 1, "as_of": cast.LAUNCH}
    known = OutsideTotal.objects.filter(funder=funder).first()
    return (known or state_total(**words, source="BPJS", actor=cast.BPJS, on=cast.LAUNCH)).pk


def a_pair(region: str) -> int:
    """Two of one village who may be one person."""
    first, second = cast.people(2, village=f"{region}.01.2001", start=902)
    known = Pair.objects.filter(lower=first).first()
    return known.pk if known else pair(first, second)


def members(region: str) -> Programme:
    """The region's programme with its person registered at BPJS."""
    a_bill(region)
    return a_programme(region)


# What stands for each parameter: the key of something in a region. A room that names its rows anew adds a line.
SAMPLES: dict[str, Callable[[str], Any]] = {
    "region": lambda region: region,
    "officer": lambda region: Role.objects.get(pk=a_role(region)).user_id,
    "role": a_role,
    "event": an_event,
    "case": a_case,
    "pair": a_pair,
    "person": lambda region: cast.people(1, village=f"{region}.01.2001", start=900)[0],
    "programme": lambda region: a_programme(region).pk,
    "agreement": lambda region: a_programme(region).agreements.get().pk,
    "nomination": a_nomination,
    "decree": lambda region: a_decree(region).pk,
    "scan": a_scan,
    "bill": a_bill,
    "asked": lambda region: bank.a_batch(region, members(region)).pk,
    "asked_file": lambda region: bank.asked_file(region, members(region)),
    "doubt": lambda region: bank.a_doubt(region, members(region)),
    "statement": lambda region: bank.a_movement(region, members(region)).statement_id,
    "movement": lambda region: bank.a_movement(region, members(region)).pk,
    "order": lambda region: bank.an_order(region, members(region)).pk,
    "transfer": lambda region: bank.a_transfer(region, members(region)),
    "instruction": lambda region: bank.order_file(region, members(region)),
    "batch": lambda region: a_batch(region).pk,
    "message": a_message,
    "contradiction": a_contradiction,
    "surplus": a_surplus,
    "total": a_total,
    "file": workbooks.a_file,
    "row": workbooks.a_row,
    "delivery": workbooks.a_delivery,
    "arrival": workbooks.an_arrival,
}


# What belongs to a person rather than to a region: made for the one who asks, or for somebody else.
OWNED: dict[str, Callable[[User], Any]] = {
    "export": lambda user: Export.objects.create(asked_by=user, table="gallery", format="csv").pk,
}


def address(route: Route, region: str, user: User | None = None) -> str:
    """The route's path with something of the region, and of the user, in each of its parameters."""
    made = {}
    for name in route.parameters:
        if name in OWNED:
            made[name] = OWNED[name](user or officer("auditor", region))
        else:
            made[name] = SAMPLES[name](region) if name in SAMPLES else PLAIN[name]
    return reverse(route.name, kwargs=made)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_url_says_who_may_open_it(route):
    assert route.needs in {PUBLIC, SIGNED_IN, *CAPABILITIES}, (
        f"{route.name}: its view declares nothing that stands in lindung/accounts/rights.py"
    )
    unknown = set(route.parameters) - SAMPLES.keys() - OWNED.keys() - PLAIN.keys()
    assert not unknown, f"{route.name}: say in SAMPLES of tests/test_routes.py what {unknown} may be"


@pytest.mark.django_db
@pytest.mark.parametrize("route", [one for one in ROUTES if one.needs != PUBLIC], ids=lambda route: route.name)
def test_a_stranger_is_sent_to_sign_in(client, route):
    answer = client.get(address(route, OWN))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.django_db
@pytest.mark.parametrize("role", RoleName)
def test_every_role_opens_what_the_table_grants_and_nothing_else(role):
    """A POST-only page answers a granted GET with 405, a denied one with 403."""
    user, client = officer(role, OWN), signed_in(role, OWN)
    for route in ROUTES:
        if route.needs in (PUBLIC, SIGNED_IN):
            continue
        granted = role in CAPABILITIES[route.needs]
        status = client.get(address(route, OWN, user)).status_code
        assert (status in (200, 302, 405)) == granted, f"{role} on {route.name}: {status}"
        if route.parameters:
            status = client.get(address(route, OTHER)).status_code
            denied = (403, 404) if granted else (403,)
            # A POST-only page looks at its row when it is posted to.
            assert status in denied or (granted and status == 405), f"{role} elsewhere on {route.name}: {status}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", RoleName)
def test_what_is_posted_elsewhere_is_refused(role):
    client = signed_in(role, OWN)
    for route in ROUTES:
        if route.needs in (PUBLIC, SIGNED_IN) or not route.parameters:
            continue
        status = client.post(address(route, OTHER)).status_code
        assert status in (403, 404, 405), f"{role} posts elsewhere on {route.name}: {status}"


@pytest.mark.django_db
def test_a_role_that_ended_opens_nothing(client):
    user = officer("operator")
    Role.objects.filter(user=user).update(until=date(2025, 6, 30))
    client.force_login(user)
    assert client.get(reverse("web:home")).status_code == 403
