"""The sheet that pays a bill: it states the amount and what becomes of it, and takes nothing but that."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.billing import services
from lindung.billing.forms import PayForm
from lindung.billing.models import Bill
from lindung.billing.views.seen import paid_of, seen_bill
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands


@needs("billing.pay")
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, bill: int) -> HttpResponse:
    """Enter a payment, whole or in part; whoever proposed, verified or decided may not.

    Another amount than the sheet stated is not taken at once: the sheet is shown again with what becomes of it.
    """
    found = seen_bill(request, bill, "billing.pay")
    owed = found.rupiah - paid_of(found)
    form = PayForm(request.POST or None, initial={"rupiah": owed})
    refused: tuple[Problem, ...] = ()
    amount = owed
    if request.method == "POST" and form.is_valid():
        amount = form.cleaned_data["rupiah"]
        if form.cleaned_data["agreed"] == _stated(amount, owed) or _again(found, form):
            try:
                _paid(request, found, form, amount - owed)
            except Refused as trouble:
                refused = trouble.problems
            else:
                return redirect("billing:bill", found.pk)
    # What is agreed to is what stands on the sheet now, whatever was typed before.
    form.initial["agreed"] = _stated(amount, owed)
    if form.is_bound:
        typed = request.POST.copy()
        typed["agreed"] = form.initial["agreed"]
        form.data = typed
    page = {
        "bill": found, "form": form, "refused": refused, "owed": owed,
        "title": _("Catat pembayaran tagihan %s") % found.payment_code,
        "button": _("Bayar %s") % rupiah(amount), "consequences": _consequences(found, owed, amount),
    }  # fmt: skip
    return render(request, "billing/pay.html", page)


def _stated(amount: int, owed: int) -> str:
    return f"{amount} dari {owed}"


def _again(found: Bill, form: PayForm) -> bool:
    """Whether this reference is entered already: pressed twice, it is the same payment or refused."""
    return found.payments.filter(reference=form.cleaned_data["reference"]).exists()


def _paid(request: HttpRequest, found: Bill, form: PayForm, beyond: int) -> None:
    filled = {name: form.cleaned_data[name] for name in ("rupiah", "reference", "sp2d")}
    paid = services.pay(bill=found, **filled, surplus=beyond > 0, **acting(request))
    found.refresh_from_db()
    left = found.rupiah - paid_of(found)
    if left:
        told = _("Pembayaran %(paid)s tercatat; sisa tagihan %(left)s.")
        messages.success(request, told % {"paid": rupiah(paid.rupiah), "left": rupiah(left)})
    else:
        messages.success(request, _("Pembayaran %s tercatat; tagihan lunas.") % rupiah(paid.rupiah))
    if kept := found.surpluses.filter(reference=paid.reference, state="open").first():
        messages.warning(request, _("Kelebihan bayar %s disimpan untuk diselesaikan.") % rupiah(kept.rupiah))


def _consequences(found: Bill, owed: int, amount: int) -> list[tuple[str, str]]:
    told = [(rupiah(owed), _("masih harus dibayar dari %s.") % rupiah(found.rupiah))]
    if amount < owed:
        told.append((rupiah(owed - amount), _("tersisa sesudah pembayaran ini; belum ada bulan yang lunas.")))
        return told
    if amount > owed:
        told.append((rupiah(amount - owed), _("melebihi tagihan; disimpan sebagai kelebihan bayar.")))
    told.append((thousands(found.people), _("orang lunas bulan-bulannya begitu seluruhnya terbayar.")))
    return told
