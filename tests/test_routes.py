"""Every URL demands a login or stands on the one public list."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

PUBLIC = {"web:front", "web:sign-in", "web:sign-out", "web:health"}


def named_routes(resolver: URLResolver, space: str = "") -> list[str]:
    names = []
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            names += named_routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name: name every URL"
            names.append(space + entry.name)
    return names


def test_the_public_list_names_only_urls_that_exist():
    assert set(named_routes(get_resolver())) >= PUBLIC


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(set(named_routes(get_resolver())) - PUBLIC))
def test_a_stranger_is_sent_to_sign_in(name):
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("web:sign-in"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(PUBLIC - {"web:sign-out"}))
def test_the_public_pages_answer_anybody(name):
    assert Client().get(reverse(name)).status_code == 200
