"""Every room's pages. A URL demands a login unless it stands on the public list of tests/test_routes.py."""

from django.urls import include, path

urlpatterns = [path("", include("lindung.web.urls"))]
