"""A hall in Betun: cards and books of many people, two officers with phones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lindung.distribution.models import Event
from lindung.distribution.services import hold_event, make_items
from lindung.distribution.services.keys import make_key
from lindung.distribution.services.proofs import issue_proofs
from lindung.distribution.tests.conftest import registered
from lindung.nominations.models import Enrolment
from tests import cast
from tests.officers import officer

BETUN = date(2025, 8, 25)
NIKODEMUS, WILHELMINA = "field.5321", "field.532101"
APP = Path(__file__).parents[2] / "lindung/distribution/static/field/app.js"
built = pytest.mark.skipif(not APP.exists(), reason="the field app is not built: make setup fetches its packages")


def handover_in_betun(count: int) -> None:
    programme = registered(count)
    by = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
    make_items(kind="card", programme=programme, made_at="BPJS", **by)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **by)
    make_key(**by)
    issue_proofs(programme=programme, **by)
    hold_event(
        programme=programme, kind="handover", name="Penyerahan Betun", place="Kantor Bupati", region=cast.MALAKA,
        held_on=BETUN, officials=[], actor=cast.OPERATOR, on=BETUN,
    )  # fmt: skip
    for role, region in (("field", cast.MALAKA), ("field", f"{cast.MALAKA}.01")):
        officer(role, region)


def people() -> list[int]:
    return list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))


def event() -> int:
    return Event.objects.get().pk
