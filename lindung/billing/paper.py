"""A bill as a paper to sign and file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import override

from lindung.billing.models import Bill, BillLine
from lindung.kernel.days import in_words
from lindung.kernel.rupiah import rupiah, thousands
from lindung.people.nik import mask
from lindung.ui.typesetting import typeset

SHEET = Path(__file__).resolve().parent / "sheets" / "bill.typ"
NAMED = 3_000  # people that still make a paper; longer lists are for a workbook


def pdf(bill: Bill, rows: QuerySet[BillLine]) -> bytes:
    """The bill with its sums by district and month, its payments, and up to `NAMED` people by name, NIK masked.

    `rows`: the lines that the reader sees. Indonesian, whoever asks for it.
    """
    with override(settings.LANGUAGE_CODE):
        return typeset(SHEET, _words(bill, rows))


def _words(bill: Bill, rows: QuerySet[BillLine]) -> dict[str, Any]:
    sums = rows.order_by("enrolment__district__name", "month").values_list("enrolment__district__name", "month")
    counted = list(sums.annotate(people=Count("person"), money=Sum("rupiah")))
    whole = sum(money for *_, money in counted)
    people = _people(rows)
    return {
        "title": f"Tagihan iuran {bill.payment_code}",
        "printed": f"Dicetak {in_words(timezone.localdate())}",
        "about": _about(bill),
        "part": "" if whole == bill.rupiah else f"Hanya bagian wilayah pembaca: {rupiah(whole)}.",
        "sums_heads": ["Kabupaten/kota", "Bulan", "Orang", "Iuran"],
        "sums": [[name, _month(month), thousands(heads), rupiah(money)] for name, month, heads, money in counted]
        + [["Jumlah", "", "", rupiah(whole)]],
        "payments_heads": ["Tanggal", "Rujukan", "SP2D", "Jumlah"],
        "payments": [
            [in_words(one.on), one.reference, one.sp2d or "–", rupiah(one.rupiah)]
            for one in bill.payments.order_by("on", "pk")
        ],
        "people_heads": ["No.", "Nama", "NIK", "Kabupaten/kota", "Bulan", "Iuran"],
        "people": people,
        "elsewhere": "" if people else "Daftar namanya terlalu panjang untuk kertas; unduh Excel di halamannya.",
    }


def _about(bill: Bill) -> list[list[str]]:
    paid = sum(one.rupiah for one in bill.payments.all())
    months = _month(bill.month_from)
    if bill.month_to != bill.month_from:
        months = f"{months} sampai {_month(bill.month_to)}"
    return [
        ["Program", f"{bill.programme.name} ({bill.programme.code})"],
        ["Cabang BPJS", bill.branch.name],
        ["Bulan", months],
        ["Dibekukan", in_words(bill.frozen_on)],
        ["Jatuh tempo", in_words(bill.due_on)],
        ["Orang", thousands(bill.people)],
        ["Jumlah", rupiah(bill.rupiah)],
        ["Dibayar", rupiah(paid)],
        ["Sisa", rupiah(bill.rupiah - paid)],
    ]


def _people(rows: QuerySet[BillLine]) -> list[list[str]]:
    """One line for each person; nobody where there are too many."""
    grouped = rows.order_by("name", "person").values_list("name", "nik", "enrolment__district__name", "person")
    found = list(grouped.annotate(months=Count("month"), money=Sum("rupiah"))[: NAMED + 1])
    if len(found) > NAMED:
        return []
    return [
        [thousands(number), name, mask(nik), district, thousands(months), rupiah(money)]
        for number, (name, nik, district, _, months, money) in enumerate(found, start=1)
    ]


def _month(day: Any) -> str:
    return in_words(day).split(" ", 1)[1]
