"""The verbs of accounts."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password

from lindung.accounts.models import User
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb


@verb
def open_account(*, username: str, name: str, password: str, actor: Actor, on: date) -> User:
    """An officer's account; for a known username, a new password. Raises ValidationError for a weak password."""
    user, made = User.objects.get_or_create(username=username, defaults={"name": name})
    user.name = name
    validate_password(password, user)
    user.set_password(password)
    user.save()
    record(
        actor=actor,
        verb="accounts.open_account" if made else "accounts.change_password",
        subject=f"user:{username}",
        on=on,
    )
    return user
