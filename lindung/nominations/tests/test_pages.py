"""Pages of nominations: the list, one nomination, the verifier's desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lindung.nominations.models import Check, Nomination
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
BELU_VILLAGE = "53.04.01.2001"


@pytest.fixture
def programme():
    """Four of Malaka and two of Belu, all waiting."""
    programme = cast.province_programme(seats=10)
    cast.proposed(programme, cast.people(4))
    cast.proposed(programme, cast.people(2, village=BELU_VILLAGE, start=11), village=BELU_VILLAGE)
    return programme


def desk(programme, region: str = cast.MALAKA) -> str:
    return reverse("nominations:check", args=[programme.pk, region])


def entered(client, programme, kind: str, act: str, **words) -> None:
    client.post(desk(programme), {"kind": kind, "source": "BA 1/2025", "act": act, **words})


def test_the_list_shows_ones_own_region_with_masked_numbers(programme):
    client = signed_in("operator")
    with few_queries():
        page = client.get(reverse("nominations:list"))
    assert page.context["table"].page.paginator.count == 4
    assert "532101**********" in page.text
    assert cast.nik_of(1) not in page.text
    assert cast.OPERATOR.id in page.text


@pytest.mark.parametrize(
    ("query", "count"),
    [("tahap=proposed", 4), ("tahap=decided", 0), ("q=Yohanes", 1), ("wilayah=53.04", 4), ("wilayah=53.21.01", 4)],
)
def test_the_list_is_filtered(programme, query, count):
    page = signed_in("operator").get(f"{reverse('nominations:list')}?{query}")
    assert page.context["table"].page.paginator.count == count


def test_the_ticked_fail_and_all_others_pass(programme):
    client = signed_in("verifier")
    weak = Nomination.objects.filter(district=cast.MALAKA).earliest("pk")
    with few_queries():
        client.get(desk(programme))
    entered(client, programme, "work", "failed", failed=weak.pk)
    entered(client, programme, "work", "others")
    entered(client, programme, "population", "others")
    assert Check.objects.filter(passed=False).values_list("nomination", flat=True).get() == weak.pk
    assert Check.objects.filter(passed=True).count() == 3 + 4
    page = client.get(desk(programme))
    assert (page.context["ready"].fit, page.context["ready"].unfit) == (3, 1)
    assert "Verifikasi 4 usulan" in page.text


def test_the_sheet_verifies_ranks_and_bears_a_double_click(programme):
    client = signed_in("verifier")
    entered(client, programme, "work", "others")
    entered(client, programme, "population", "others")
    sheet = reverse("nominations:verify", args=[programme.pk, cast.MALAKA])
    with few_queries():
        page = client.get(sheet)
    assert "Verifikasi 4 usulan" in page.text
    for _ in range(2):
        assert client.post(sheet).status_code == 302
    ranks = Nomination.objects.filter(district=cast.MALAKA).order_by("rank").values_list("rank", "verified_by")
    assert list(ranks) == [(rank, cast.VERIFIER.id) for rank in (1, 2, 3, 4)]
    assert not Nomination.objects.filter(district=cast.BELU).exclude(rank=None).exists()


def test_nobody_elses_nomination_can_be_failed(programme):
    stranger = Nomination.objects.filter(district=cast.BELU).earliest("pk")
    entered(signed_in("verifier"), programme, "work", "failed", failed=stranger.pk)
    assert not Check.objects.exists()


def test_nothing_ticked_is_said(programme):
    page = signed_in("verifier").post(desk(programme), {"kind": "work", "source": "BA", "act": "failed"})
    assert "Centang dulu" in page.text


def test_the_desk_lists_where_something_waits(programme):
    client = signed_in("verifier")
    with few_queries():
        page = client.get(reverse("nominations:queue"))
    assert [(row["region"], row["waiting"]) for row in page.context["rows"]] == [(cast.MALAKA, 4)]


def test_a_subdistrict_is_not_verified_by_itself(programme):
    assert signed_in("verifier").get(desk(programme, "53.21.01")).status_code == 403


def test_one_nomination_tells_through_whose_hands_it_went(programme):
    cast.verified(programme)
    cast.decided(programme)
    first = Nomination.objects.filter(district=cast.MALAKA).earliest("pk")
    client = signed_in("auditor")
    with few_queries():
        page = client.get(reverse("nominations:nomination", args=[first.pk]))
    for actor in (cast.OPERATOR, cast.VERIFIER, cast.DECIDER):
        assert actor.id in page.text
    other = Nomination.objects.filter(district=cast.BELU).earliest("pk")
    assert signed_in("operator").get(reverse("nominations:nomination", args=[other.pk])).status_code == 404
