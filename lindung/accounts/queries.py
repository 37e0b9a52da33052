"""Questions about accounts."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode

from lindung.accounts.models import User


def invited(key: str, token: str) -> User | None:
    """Whose invitation this is; None when it is spent, too old or made up."""
    try:
        number = int(force_str(urlsafe_base64_decode(key)))
    except ValueError:
        return None
    user = User.objects.filter(pk=number, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None
