"""The account a person signs in with."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


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
