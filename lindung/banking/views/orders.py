"""Payments to people: ordered, handed to the bank, answered, disputed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.banking import services
from lindung.banking.forms import OrderForm, ReasonForm, ResolveForm, StatusForm, WithdrawForm
from lindung.banking.imports import payments as files
from lindung.banking.models import PaymentOrder, Transfer
from lindung.banking.queries import masked, payee_of
from lindung.banking.services import Item
from lindung.banking.tables import PAID, Orders, Transfers
from lindung.exchange.models import Message
from lindung.exchange.uploads import attached, kept, on_disk
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Funder

FORMS = ("pain001", "xlsx", "csv")


@needs("banking.money.read")
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    disputed = visible_to(request.user, Transfer.objects.filter(state=Transfer.State.DISPUTED)).count()
    page = {
        "may_order": has(request.user, "banking.order"), "may_answer": has(request.user, "banking.answer"),
        "disputed": disputed,
    }  # fmt: skip
    return Orders(request.user, request.GET).response(request, "banking/orders.html", page)


@needs("banking.order")
@require_http_methods(["GET", "POST"])
def order_new(request: HttpRequest) -> HttpResponse:
    """Order payments to the people of a list, or to one person: all of them or nobody."""
    form = OrderForm(request.POST or None, request.FILES or None, user=request.user)
    page: dict[str, Any] = {
        "form": form, "title": _("Perintah bayar baru"), "button": _("Buat perintah bayar"),
        "lead": _("Belum ada uang yang keluar: perintah baru sampai di bank bila berkasnya diserahkan."),
        "back": reverse("banking:orders"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = _ordered(request, dict(form.cleaned_data))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            told = _("Perintah %(reference)s dibuat: %(people)s orang, %(rupiah)s.")
            words = {"reference": made.reference, "people": thousands(made.transfers_ordered)}
            messages.success(request, told % (words | {"rupiah": rupiah(made.rupiah)}))
            return redirect("banking:order", made.pk)
    return render(request, "banking/upload.html", page)


def _ordered(request: HttpRequest, filled: dict[str, Any]) -> PaymentOrder:
    file, nik, amount = filled.pop("file"), filled.pop("nik"), filled.pop("rupiah")
    if file:
        with on_disk(file) as path:
            items = files.items_of(path)
    else:
        items = [Item(payee_of(nik), amount)]
    return services.order_payments(**filled, items=items, **acting(request))


@needs("banking.money.read")
@require_GET
def order(request: HttpRequest, order: int) -> HttpResponse:
    """One order: whom it pays, what the bank said, the files of it."""
    found = _order(request, order)
    query = request.GET.copy()
    query["perintah"] = str(found.pk)
    page = {
        "order": found, "debit": masked(found.debit_account), "stats": _stats(found, request.path),
        "sent": Message.objects.filter(subject=f"order:{found.reference}").order_by("-pk")[:50],
        "may_pay": _may(request, "billing.pay", found.payer),
        "may_answer": has(request.user, "banking.answer"),
        "may_withdraw": _may(request, "banking.order", found.payer),
        "live": found.transfers.exclude(state=Transfer.State.REJECTED).exists(),
        "consequence": _("%(people)s orang menerima %(rupiah)s.")
        % {"people": thousands(found.transfers_ordered), "rupiah": rupiah(found.rupiah)},
    }  # fmt: skip
    return Transfers(request.user, query).response(request, "banking/order.html", page)


def _stats(found: PaymentOrder, address: str) -> list[dict[str, Any]]:
    counts = {name: (Count("pk", filter=Q(state=name)), Sum("rupiah", filter=Q(state=name))) for name in PAID}
    told = {
        f"{name}_{part}": sql for name, pair in counts.items() for part, sql in zip(("n", "sum"), pair, strict=True)
    }
    sums = found.transfers.aggregate(**told)
    return [
        {
            "value": thousands(sums[f"{name}_n"]), "label": words, "trend": rupiah(sums[f"{name}_sum"] or 0),
            "href": f"{address}?keadaan={name}",
        }
        for name, words in PAID.items()
    ]  # fmt: skip


@needs("billing.pay")
@never_cache
@require_POST
def order_file(request: HttpRequest, order: int) -> HttpResponseBase:
    """The order as pain.001.001.09 or spreadsheet, to be handed to the bank; again it is the same."""
    found = _order(request, order)
    form = request.POST.get("form", "")
    if form not in FORMS:
        raise Http404
    try:
        message, content = files.hand_over(order=found, form=form, **acting(request))
    except Refused as trouble:
        for problem in trouble.problems:
            messages.error(request, f"{problem.message} {problem.remedy}")
        return redirect("banking:order", found.pk)
    return attached(message.name, content)


@needs("banking.order")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, order: int) -> HttpResponse:
    """Take back an order that no bank has seen yet."""
    found = _order(request, order)
    form = WithdrawForm(request.POST or None)
    waiting = found.transfers.filter(state=Transfer.State.ORDERED).count()
    page: dict[str, Any] = {
        "form": form, "title": _("Tarik perintah bayar %s?") % found.reference, "danger": True,
        "button": _("Tarik %s transfer") % thousands(waiting), "back": reverse("banking:order", args=[found.pk]),
        "consequences": [
            (thousands(waiting), _("orang tidak dibayar dengan perintah ini dan boleh diperintahkan lagi.")),
            (rupiah(found.rupiah), _("tidak keluar dari rekening kas.")),
        ],
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw_order(order=found, note=form.cleaned_data["note"], **acting(request))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            messages.success(request, _("Perintah bayar ini ditarik."))
            return redirect("banking:order", found.pk)
    return render(request, "banking/withdraw.html", page)


@needs("billing.pay")
@never_cache
@require_GET
def order_sent(request: HttpRequest, instruction: int) -> HttpResponseBase:
    """A file of an order as it was handed over."""
    message = get_object_or_404(Message, pk=instruction, subject__startswith="order:")
    reference = message.subject.partition(":")[2]
    found = get_object_or_404(visible_to(request.user, PaymentOrder.objects.all()), reference=reference)
    if not _may(request, "billing.pay", found.payer):
        raise Http404
    return kept(message, **acting(request))


@needs("banking.answer")
@require_http_methods(["GET", "POST"])
def status(request: HttpRequest) -> HttpResponse:
    """The bank's pain.002: transfers paid and rejected."""
    form = StatusForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {
        "form": form, "title": _("Laporan bank atas perintah bayar"), "button": _("Masukkan laporan"),
        "lead": _("Jawaban lain daripada yang tercatat menjadi sengketa; tidak ada yang dibayar dua kali."),
        "back": reverse("banking:orders"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with on_disk(form.cleaned_data["file"]) as path:
                done = files.take_in(path=path, bank=form.cleaned_data["bank"], **acting(request))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            page |= {
                "stats": [
                    {"value": thousands(done.paid), "label": _("dibayar")},
                    {"value": thousands(done.rejected), "label": _("ditolak bank")},
                    {"value": thousands(done.unchanged), "label": _("sudah tercatat")},
                    {"value": thousands(len(done.problems)), "label": _("perlu dilihat")},
                ],
                "already": done.already, "problems": done.problems,
            }  # fmt: skip
            return render(request, "banking/result.html", page)
    return render(request, "banking/upload.html", page)


@needs("banking.money.read")
@require_GET
def transfers(request: HttpRequest) -> HttpResponse:
    """Payments to people of every order one may see."""
    return Transfers(request.user, request.GET).response(request, "banking/transfers.html")


@needs("banking.money.read")
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, transfer: int) -> HttpResponse:
    """One person's payment; a dispute is ended here."""
    found = _transfer(request, transfer)
    may = _may(request, "billing.pay", found.payer)
    form = ResolveForm(request.POST or None)
    page: dict[str, Any] = {"form": form}
    if request.method == "POST":
        if not may:
            raise PermissionDenied("billing.pay")
        if form.is_valid():
            filled = form.cleaned_data
            paid = filled["state"] == "paid"
            try:
                services.resolve(reference=found.reference, paid=paid, note=filled["note"], **acting(request))
            except Refused as trouble:
                page["refused"] = trouble.problems
            else:
                messages.success(request, _("Sengketa selesai: %s.") % PAID["paid" if paid else "rejected"])
                return redirect("banking:transfer", found.pk)
    return _page(request, found, page)


@needs("people.reveal")
@never_cache
@require_POST
def reveal(request: HttpRequest, transfer: int) -> HttpResponse:
    """The whole account number, once, for a reason that is recorded."""
    found = _transfer(request, transfer)
    form = ReasonForm(request.POST)
    page: dict[str, Any] = {"reason_form": form}
    if form.is_valid():
        try:
            people = [found.account.person_id]
            page["revealed"] = services.reveal_accounts(people=people, **form.cleaned_data, **acting(request))
        except Refused as trouble:
            page["reveal_refused"] = trouble.problems
    return _page(request, found, page)


def _page(request: HttpRequest, found: Transfer, more: dict[str, Any]) -> HttpResponse:
    page = {
        "transfer": found, "account": masked(found.account.number), "state": PAID[found.state],
        "may_resolve": found.state == Transfer.State.DISPUTED and _may(request, "billing.pay", found.payer),
        "may_reveal": has(request.user, "people.reveal"), "reason_form": ReasonForm(),
        "entries": found.entries.select_related("statement__message").order_by("on"),
        "button": _("Akhiri sengketa"),
    }  # fmt: skip
    return render(request, "banking/transfer.html", page | more)


def _order(request: HttpRequest, pk: int) -> PaymentOrder:
    rows = PaymentOrder.objects.select_related("bank", "payer")
    return get_object_or_404(visible_to(request.user, rows), pk=pk)


def _transfer(request: HttpRequest, pk: int) -> Transfer:
    rows = Transfer.objects.select_related("order", "payer", "account__bank")
    return get_object_or_404(visible_to(request.user, rows), pk=pk)


def _may(request: HttpRequest, capability: str, payer: Funder) -> bool:
    """Whether this person acts for the payer's region; what is of no region is for a whole province."""
    where = scope(request.user, capability)
    return payer.region_id in where if payer.region_id else where.whole
