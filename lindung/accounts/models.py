"""The account a person signs in with, and the roles it holds."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from lindung.accounts.rights import Access, RoleName


class User(AbstractUser):
    """Django's own user with one name field; first_name and last_name do not fit Indonesian names."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.TextField(db_comment="The person's name as people know it")

    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table_comment = "Accounts of officers"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Roles(models.QuerySet["Role"]):
    def in_force(self, day: date) -> Roles:
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Role(models.Model):
    """A role of one person in one region and everything inside it, for a time."""

    user = models.ForeignKey(User, models.PROTECT, related_name="roles", db_comment="Who holds it")
    name = models.TextField(choices=RoleName.choices, db_comment="One of rights.RoleName")
    region = models.ForeignKey(
        "regions.Region", models.PROTECT, db_index=False, related_name="+", db_comment="Where it holds"
    )
    since = models.DateField(db_comment="First day")
    until = models.DateField(null=True, db_comment="Last day; empty: not limited")
    given_by = models.TextField(db_comment="Actor who gave it")

    objects = Roles.as_manager()

    seen = Access("accounts.read", ("region",))

    class Meta:
        db_table_comment = "Roles of officers, each in a region and for a time"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="accounts_role_in_order"
            ),
            models.UniqueConstraint(fields=["user", "name", "region", "since"], name="accounts_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()} {self.region_id}"
