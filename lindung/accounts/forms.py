"""What officers fill in about accounts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from lindung.accounts.models import User
from lindung.accounts.rights import RoleName


class PasswordForm(forms.Form):
    """The password of an invited officer, twice."""

    password1 = forms.CharField(
        label=_("Kata sandi baru"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Sedikitnya 8 huruf, bukan kata yang mudah ditebak. Tiga kata yang tak berhubungan sudah baik."
        ),
    )
    password2 = forms.CharField(
        label=_("Sekali lagi"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        first, second = filled.get("password1"), filled.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Kedua isian berbeda. Ketik lagi kata sandi yang sama."))
        elif first and second:
            try:
                validate_password(first, self.user)
            except forms.ValidationError as weak:
                self.add_error("password1", weak)
        return filled


class RoleForm(forms.Form):
    """A role in a region, perhaps until a day."""

    role = forms.ChoiceField(label=_("Peran"), choices=RoleName.choices)
    region = forms.CharField(label=_("Kode wilayah"), help_text=_("Misalnya 53.21 untuk Kabupaten Malaka."))
    until = forms.DateField(label=_("Sampai"), required=False, widget=forms.DateInput(attrs={"type": "date"}))


class InvitationForm(RoleForm):
    username = forms.RegexField(
        label=_("Nama pengguna"), regex=r"^[a-z0-9][a-z0-9.\-]+$", max_length=60,
        help_text=_("Huruf kecil, angka, titik; misalnya maria.seuk."),
    )  # fmt: skip
    name = forms.CharField(label=_("Nama lengkap"), max_length=120)

    field_order = ["username", "name", "role", "region", "until"]


class AddKeyForm(AddWebAuthnForm):
    """allauth's form, with a label in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nama kunci")


class EditKeyForm(EditWebAuthnForm):
    """allauth's form, with a label in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nama kunci")
