"""Every room's pages. Each view declares who may open it (lindung.accounts.guards); a test walks all of them."""

from django.urls import include, path

# Rooms from the top of the path down; a room without pages has no line.
ROOMS = (
    "web",
    "distribution",
    "banking",
    "billing",
    "membership",
    "coverage",
    "nominations",
    "programmes",
    "people",
    "intake",
    "ui",
    "accounts",
)
urlpatterns = [path("", include(f"lindung.{room}.urls")) for room in ROOMS]
