"""Sign-in and one's own account. Of allauth only the pages that this house uses; their names are allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import URLPattern, include, path

from lindung.accounts import views
from lindung.accounts.guards import View, public, signed_in

own = (
    [
        path("akun/", views.mine, name="mine"),
        path("undangan/<str:key>/<str:token>/", views.invitation, name="invitation"),
    ],
    "accounts",
)


def factor(address: str, view: View, name: str) -> URLPattern:
    """A page of the second factor: of one's own account, so of whoever is signed in."""
    return path(f"akun/langkah-kedua/{address}", signed_in(view), name=name)


urlpatterns = [
    path("", include(own)),
    path("masuk/", public(account.login), name="account_login"),
    path("masuk/kode/", public(factors.authenticate), name="mfa_authenticate"),
    path("masuk/kunci-sandi/", public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("masuk/ditutup/", public(account.account_inactive), name="account_inactive"),
    path("keluar/", public(account.logout), name="account_logout"),
    path("akun/pastikan/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("akun/pastikan/kode/", signed_in(factors.reauthenticate), name="mfa_reauthenticate"),
    path("akun/pastikan/kunci/", signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("akun/kata-sandi/", signed_in(account.password_change), name="account_change_password"),
    path("akun/kata-sandi/baru/", signed_in(account.password_set), name="account_set_password"),
    path("akun/perangkat/", signed_in(sessions.list_usersessions), name="usersessions_list"),
    factor("", factors.index, "mfa_index"),
    factor("aplikasi/", totp.activate_totp, "mfa_activate_totp"),
    factor("aplikasi/hapus/", totp.deactivate_totp, "mfa_deactivate_totp"),
    factor("cadangan/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    factor("cadangan/baru/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    factor("cadangan/unduh/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    factor("kunci/", passkeys.list_webauthn, "mfa_list_webauthn"),
    factor("kunci/tambah/", passkeys.add_webauthn, "mfa_add_webauthn"),
    factor("kunci/<int:pk>/hapus/", passkeys.remove_webauthn, "mfa_remove_webauthn"),
    factor("kunci/<int:pk>/ubah/", passkeys.edit_webauthn, "mfa_edit_webauthn"),
]
