"""What officers fill in on these pages."""

from django.contrib.auth.forms import AuthenticationForm


class SignInForm(AuthenticationForm):
    """Django's form, in the words of the house."""

    error_messages = {
        "invalid_login": "Nama pengguna dan kata sandi tidak cocok. Periksa huruf besar-kecilnya, lalu coba lagi.",
        "inactive": "Akun ini tidak aktif. Hubungi pengelola kabupaten atau provinsi.",
    }
