"""What allauth is told about this house."""

from __future__ import annotations

import base64
import hashlib

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """allauth's answers, in the words of the house."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _(
            "Nama pengguna dan kata sandi tidak cocok. Periksa huruf besar-kecilnya, lalu coba lagi."
        ),
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi; bila lupa, minta tautan kepada pengelola."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for himself: officers are invited."""
        return False


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps lie encrypted in the database, with a key made from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"lindung second factor" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
