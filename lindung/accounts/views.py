"""A person's own account: roles, and the invitation that sets the first password."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from lindung.accounts.forms import PasswordForm
from lindung.accounts.guards import public, signed_in
from lindung.accounts.models import Role
from lindung.accounts.queries import invited
from lindung.accounts.services import accept_invitation


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Roles in force, and the ways to password, second factor and devices."""
    roles = Role.objects.in_force(timezone.localdate()).filter(user=request.user.pk).select_related("region")
    return render(request, "accounts/mine.html", {"own": roles.order_by("name", "region_id")})


@public
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """The link of an invitation: its owner sets the password, once."""
    user = invited(key, token)
    if user is None:
        return render(request, "accounts/invitation_spent.html", status=410)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        accept_invitation(user=user, password=form.cleaned_data["password1"], on=timezone.localdate())
        messages.success(request, _("Kata sandi tersimpan. Silakan masuk."))
        return redirect("account_login")
    lead = _("Nama pengguna Anda: %(username)s") % {"username": user.username}
    page = {
        "form": form,
        "title": _("Selamat datang, %s") % user.name,
        "lead": lead,
        "button": _("Simpan kata sandi"),
    }
    return render(request, "ui/form_page.html", page)
