"""Accounts: batches asked of a bank, files out and in, answers in doubt, books to print, consent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.acting import acting
from lindung.accounts.guards import needs
from lindung.banking import problems, services
from lindung.banking.forms import AnswerForm, AskForm, BankAnswerForm, BooksForm, ConsentForm, SettleForm, WriteForm
from lindung.banking.imports import consents
from lindung.banking.imports import requests as files
from lindung.banking.models import AccountBatch, AccountRequest, Contradiction
from lindung.banking.queries import branches_of, masked
from lindung.banking.services import Answered
from lindung.banking.tables import DOUBTS, Batches, Doubts, Requests
from lindung.exchange.models import Message
from lindung.exchange.uploads import attached, kept, on_disk
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.ui.tables import masked as masked_nik

SHOWN = 100  # problems told at once; all of them stand in the list of doubts


@needs("banking.read")
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Batches, and what became of everybody asked for where one may see them."""
    doubts = visible_to(request.user, Contradiction.objects.filter(settled=None)).count()
    page = {
        "stats": _stats(visible_to(request.user, AccountRequest.objects.all()), reverse("banking:people")),
        "doubts": doubts, "may_send": has(request.user, "banking.send"),
        "may_answer": has(request.user, "banking.answer"), "may_consent": has(request.user, "banking.consent"),
    }  # fmt: skip
    return Batches(request.user, request.GET).response(request, "banking/requests.html", page)


def _stats(rows: Any, address: str, more: str = "") -> list[dict[str, Any]]:
    state = AccountRequest.State
    found = rows.aggregate(
        all=Count("pk"), asked=Count("pk", filter=Q(state=state.ASKED)),
        opened=Count("pk", filter=Q(state=state.OPENED)), refused=Count("pk", filter=Q(state=state.REFUSED)),
    )  # fmt: skip
    words = {"all": _("diminta"), "asked": _("menunggu bank"), "opened": _("dibuka"), "refused": _("ditolak bank")}
    return [
        {
            "value": thousands(found[name]), "label": label,
            "href": f"{address}?keadaan={'' if name == 'all' else name}{more}",
        }
        for name, label in words.items()
    ]  # fmt: skip


@needs("banking.read")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    return Requests(request.user, request.GET).response(request, "banking/people.html")


@needs("banking.send")
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Whose accounts are asked of which bank: first the numbers, then the act."""
    form = AskForm(request.POST or request.GET or None, user=request.user)
    page: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        filled = form.cleaned_data
        district = filled["wilayah"].code if filled["wilayah"] else None
        words = {"programme": filled["program"], "bank": filled["bank"], "district": district}
        if request.method == "POST":
            try:
                done = services.request_accounts(**words, **acting(request))
            except Refused as trouble:
                page["refused"] = trouble.problems
            else:
                if done.batch:
                    messages.success(request, _("%s rekening diminta.") % thousands(done.asked))
                    return redirect("banking:batch", done.batch.pk)
                messages.warning(
                    request, _("Tidak ada yang perlu diminta: yang bersedia sudah punya atau menunggu.")
                )
        seen = services.foresee_requests(**words, on=timezone.localdate())
        page |= {"seen": seen, "consequences": [
            (thousands(seen.asked), _("orang bersedia dan belum punya rekening: dimintakan kepada bank.")),
            (thousands(seen.declined), _("orang tidak bersedia: dilewati.")),
            (thousands(seen.unasked), _("orang belum ditanya kesediaannya: dilewati.")),
        ], "button": _("Minta %s rekening") % thousands(seen.asked)}  # fmt: skip
    return render(request, "banking/ask.html", page)


@needs("banking.read")
@require_GET
def batch(request: HttpRequest, asked: int) -> HttpResponse:
    """One batch: where everybody in it stands, the files that went out and came in."""
    found = _batch(request, asked)
    query = request.GET.copy()
    query["kiriman"] = str(found.pk)
    own = visible_to(request.user, AccountRequest.objects.filter(batch=found))
    doubts = visible_to(request.user, Contradiction.objects.filter(settled=None, request__batch=found))
    page = {
        "batch": found, "stats": _stats(own, request.path), "doubts": doubts.count(),
        "sent": Message.objects.filter(subject=files.subject_of(found.bank, found)).order_by("-pk")[:50],
        "may_send": has(request.user, "banking.send", found.region_id),
        "may_answer": has(request.user, "banking.answer", found.region_id), "write": WriteForm(),
        "waiting": own.filter(state=AccountRequest.State.ASKED).exists(),
    }  # fmt: skip
    return Requests(request.user, query).response(request, "banking/batch.html", page)


@needs("banking.send")
@never_cache
@require_POST
def batch_file(request: HttpRequest, asked: int) -> HttpResponseBase:
    """The list of who waits, written in a layout and kept as handed over."""
    found = _batch(request, asked)
    form = WriteForm(request.POST)
    try:
        chosen = form.cleaned_data if form.is_valid() else {"layout": "bank-requests", "format": ""}
        made = files.hand_over(
            bank=found.bank, batch=found, layout=chosen["layout"], kind=chosen["format"] or None, **acting(request)
        )
    except Refused as trouble:
        _tell(request, trouble.problems)
        return redirect("banking:batch", found.pk)
    if made is None:
        messages.warning(request, _("Semua orang dalam kiriman ini sudah dijawab; tidak ada yang perlu dikirim."))
        return redirect("banking:batch", found.pk)
    return attached(made[0].name, made[1])


@needs("banking.answer")
@require_http_methods(["GET", "POST"])
def batch_answer(request: HttpRequest, asked: int) -> HttpResponse:
    """The bank's answers to one batch, row by row."""
    found = _batch(request, asked)
    form = AnswerForm(request.POST or None, request.FILES or None)
    title = _("Jawaban bank untuk kiriman %s") % found.pk
    return _answered(request, form, title, reverse("banking:batch", args=[found.pk]), found)


@needs("banking.answer")
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """A file that answers several batches of one bank."""
    form = BankAnswerForm(request.POST or None, request.FILES or None)
    return _answered(request, form, _("Jawaban bank"), reverse("banking:requests"), None)


def _answered(
    request: HttpRequest, form: AnswerForm, title: str, back: str, batch: AccountBatch | None
) -> HttpResponse:
    page: dict[str, Any] = {
        "form": form, "title": title, "back": back, "button": _("Masukkan jawaban"),
        "lead": _("Setiap orang dijawab satu kali. Berkas yang sama lagi tidak mengubah apa-apa."),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        bank = batch.bank if batch else filled["bank"]
        try:
            with on_disk(filled["file"]) as path:
                done = files.take_in(path=path, bank=bank, batch=batch, layout=filled["layout"], **acting(request))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            return render(request, "banking/result.html", page | _result(done))
    return render(request, "banking/upload.html", page)


def _result(done: Answered) -> dict[str, Any]:
    return {
        "stats": [
            {"value": thousands(done.opened), "label": _("rekening dibuka")},
            {"value": thousands(done.refused), "label": _("ditolak bank")},
            {"value": thousands(done.unchanged), "label": _("sudah tercatat")},
            {"value": thousands(len(done.problems)), "label": _("perlu dilihat")},
        ],
        "already": done.already, "problems": done.problems[:SHOWN],
        "unshown": max(0, len(done.problems) - SHOWN), "listed": reverse("banking:doubts") + "?keadaan=open",
    }  # fmt: skip


@needs("banking.send")
@never_cache
@require_GET
def sent(request: HttpRequest, asked_file: int) -> HttpResponseBase:
    """A file of a batch as it went out or came in, for who may send the whole batch."""
    message = get_object_or_404(Message, pk=asked_file, subject__startswith="accounts:")
    found = _batch(request, int(message.subject.partition(":")[2]))
    if not has(request.user, "banking.send", found.region_id):
        raise Http404
    return kept(message, **acting(request))


def _batch(request: HttpRequest, pk: int) -> AccountBatch:
    rows = AccountBatch.objects.select_related("bank", "programme", "region")
    return get_object_or_404(visible_to(request.user, rows), pk=pk)


@needs("banking.read")
@require_GET
def doubts(request: HttpRequest) -> HttpResponse:
    return Doubts(request.user, request.GET).response(request, "banking/doubts.html")


@needs("banking.read")
@require_http_methods(["GET", "POST"])
def doubt(request: HttpRequest, doubt: int) -> HttpResponse:
    """One line in doubt: ours beside the bank's, and how it ends."""
    rows = Contradiction.objects.select_related("bank", "request__person", "request__enrolment__district")
    found = get_object_or_404(visible_to(request.user, rows), pk=doubt)
    may = scope(request.user, "banking.answer")
    district = found.request.enrolment.district_id if found.request else None
    may_settle = found.settled is None and (district in may if district else may.whole)
    may_take = found.code == problems.NAME_DIFFERS.code
    form = SettleForm(request.POST or None, may_take=may_take)
    page: dict[str, Any] = {
        "doubt": found, "form": form, "may_settle": may_settle, "what": DOUBTS.get(found.code, found.code),
        "fields": _compared(found), "button": _("Selesaikan perkara ini"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        taken = form.cleaned_data.get("taken") == "yes"
        try:
            note = form.cleaned_data["note"]
            services.settle_contradiction(contradiction=found, taken=taken, note=note, **acting(request))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            messages.success(request, _("Rekening dicatat.") if taken else _("Jawaban ini tidak dipakai."))
            return redirect(f"{reverse('banking:doubts')}?keadaan=open")
    return render(request, "banking/doubt.html", page)


def _compared(found: Contradiction) -> list[dict[str, Any]]:
    """(what, ours, the bank's, whether they differ); numbers masked."""
    ours = found.request
    name = ours.person.name if ours else ""
    return [
        {"label": _("Nama"), "ours": name, "theirs": found.name, "differs": found.name not in ("", name)},
        {
            "label": _("NIK"), "ours": masked_nik(ours.nik) if ours else "", "theirs": found.value,
            "differs": not ours,
        },
        {
            "label": _("Rekening"), "ours": ours.get_state_display() if ours else "",
            "theirs": masked(found.number), "differs": False,
        },
        {"label": _("Cabang"), "ours": "", "theirs": found.branch, "differs": False},
    ]  # fmt: skip


@needs("banking.send")
@never_cache
@require_http_methods(["GET", "POST"])
def books(request: HttpRequest) -> HttpResponseBase:
    """The list of accounts whose books a branch of the bank prints."""
    form = BooksForm(
        request.POST or None, user=request.user, branches=branches_of(scope(request.user, "banking.send").codes)
    )
    page: dict[str, Any] = {
        "form": form, "title": _("Daftar cetak buku tabungan"), "button": _("Unduh daftar"),
        "lead": _("Rekening yang dibuka satu cabang sejak satu tanggal, menurut desa."),
        "back": reverse("banking:requests"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        filled = form.cleaned_data
        place = filled["wilayah"].code if filled["wilayah"] else None
        try:
            made = files.hand_over_books(
                bank=filled["bank"],
                branch=filled["branch"],
                since=filled["since"],
                district=place,
                **acting(request),
            )
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            if made:
                return attached(made[0].name, made[1])
            messages.warning(request, _("Tidak ada rekening baru di cabang itu sejak tanggal tersebut."))
    return render(request, "banking/upload.html", page)


@needs("banking.consent")
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """A list of who agrees to an account."""
    form = ConsentForm(request.POST or None, request.FILES or None)
    page: dict[str, Any] = {
        "form": form, "title": _("Catat kesediaan"), "button": _("Masukkan daftar"),
        "lead": _("Rekening hanya diminta bagi orang yang bersedia."), "back": reverse("banking:requests"),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            with on_disk(form.cleaned_data["file"]) as path:
                done = consents.take_in(path=path, **acting(request))
        except Refused as trouble:
            page["refused"] = trouble.problems
        else:
            page |= {
                "stats": [
                    {"value": thousands(done.agreed), "label": _("bersedia")},
                    {"value": thousands(done.declined), "label": _("tidak bersedia")},
                    {"value": thousands(len(done.problems)), "label": _("tidak dicatat")},
                ],
                "already": done.already, "problems": done.problems[:SHOWN],
                "unshown": max(0, len(done.problems) - SHOWN),
            }  # fmt: skip
            return render(request, "banking/result.html", page)
    return render(request, "banking/upload.html", page)


def _tell(request: HttpRequest, found: tuple[Problem, ...]) -> None:
    for problem in found:
        messages.error(request, f"{problem.message} {problem.remedy}")
