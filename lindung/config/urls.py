"""Every room's pages. A URL demands a login unless it stands on the public list of tests/test_routes.py."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
