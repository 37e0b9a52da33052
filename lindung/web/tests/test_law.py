"""The law desk: numbers with their articles, nothing kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindung.audit.models import Act
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


def asked(kind: str, **facts: str) -> str:
    client = signed_in("village", "53.21.01")
    with few_queries():
        page = client.post(
            reverse("web:law"), {"ask": kind} | {f"{kind}-{name}": fact for name, fact in facts.items()}
        )
    return page.text


def test_the_premium_of_a_programme_of_2025():
    page = asked("premium", on="2025-07-01", payer="apbd", sector="other", months="6")
    assert "Rp100.800" in page
    assert "Rp16.800 pada bulan pertama" in page
    assert "PP 44/2015" in page


def test_a_death_after_a_year_and_one_in_the_first_months():
    facts = {"event": "death", "cause": "natural", "paid_through": "2025-12-31", "on": "2025-12-10"}
    assert "Rp42.000.000" in asked("benefit", member_since="2025-01-01", **facts)
    early = asked("benefit", member_since="2025-11-01", **facts)
    assert "Perkiraan santunan: Rp10.000.000" in early
    assert "BPJS Ketenagakerjaan yang memutuskan" in early


def test_what_is_asked_is_kept_nowhere():
    before = Act.objects.count()
    asked("premium", on="2025-07-01", payer="self", sector="other", months="1")
    assert Act.objects.count() == before
    assert signed_in("leader").get(reverse("web:law"), {"premium-on": "2025-07-01"}).context["answer"] is None


def test_a_wrong_day_is_said_beside_its_field():
    page = asked("premium", on="kemarin", payer="apbd", sector="other", months="6")
    assert "Ada yang perlu diperbaiki" in page
