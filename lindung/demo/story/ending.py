"""The five reports beside what the system counted, each at its own stage and on its own day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import NamedTuple

from lindung.demo.plan import Plan
from lindung.demo.story.diary import World
from lindung.distribution.models import Event, Handover
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.queries import price
from lindung.reports.queries import Row, figures, total


class Line(NamedTuple):
    """One published figure, what it would be at this scale, and what was counted."""

    source: str
    what: str
    day: date | None
    wanted: int
    counted: int
    money: bool = False

    @property
    def equal(self) -> bool:
        return self.wanted == self.counted

    def in_words(self, number: int) -> str:
        return rupiah(number) if self.money else thousands(number)

    @property
    def when(self) -> str:
        return in_figures(self.day) if self.day else "akhir tahun"


BETUN, LEWOLEBA, KUPANG = date(2025, 8, 25), date(2025, 9, 2), date(2025, 9, 3)
RUTENG, KEFAMENANU, GAP = date(2025, 9, 25), date(2025, 7, 7), date(2025, 8, 22)


def compare(world: World) -> list[Line]:
    """Every line of the story's end. At full scale `wanted` is the published figure itself."""

    @cache
    def on(day: date | None) -> list[Row]:
        return figures(as_of=day)

    def stage(day: date | None, name: str, programme: str, district: str | None = None) -> int:
        rows = on(day)
        return total(
            [row for row in rows if row["programme"] == programme and district in (None, row["district"])], name
        )

    return [*_reports(world, stage), *_province(world.plan("NTT-2025"), stage)]


def _reports(world: World, stage: Callable[..., int]) -> list[Line]:
    ntt = world.plan("NTT-2025")
    malaka, lembata, kupang, manggarai = (ntt.seats[code][0] for code in ("53.21", "53.13", "53.71", "53.10"))
    own = world.plan("MANGGARAI-2025").total
    both = stage(RUTENG, "enrolled", "NTT-2025", "53.10") + stage(RUTENG, "enrolled", "MANGGARAI-2025")
    return [
        Line("Malaka", "kartu diserahkan di Betun", BETUN, malaka,
             stage(BETUN, "cards_delivered", "NTT-2025", "53.21")),
        Line("Malaka", "buku tabungan diserahkan di Betun", BETUN, malaka,
             stage(BETUN, "books_delivered", "NTT-2025", "53.21")),
        Line("Lembata", "terdaftar di BPJS", LEWOLEBA, lembata, stage(LEWOLEBA, "registered", "NTT-2025", "53.13")),
        Line("Kota Kupang", "kursi terisi", KUPANG, kupang, stage(KUPANG, "enrolled", "NTT-2025", "53.71")),
        Line("Kota Kupang", "kursi terisi, setelah satu meninggal dan sebelum digantikan", GAP, kupang - 1,
             stage(GAP, "enrolled", "NTT-2025", "53.71")),
        Line("Manggarai", "dibayar provinsi", RUTENG, manggarai, stage(RUTENG, "enrolled", "NTT-2025", "53.10")),
        Line("Manggarai", "dibayar kabupaten", RUTENG, own, stage(RUTENG, "enrolled", "MANGGARAI-2025")),
        Line("Manggarai", "terlindungi oleh dua pembayar", RUTENG, manggarai + own, both),
        Line("Manggarai", "kartu diserahkan pada acara penghargaan", RUTENG, 0, _handed_at(Event.Kind.AWARD)),
        Line("TTU", "ditetapkan kabupaten", KEFAMENANU, world.plan("TTU-2025").total,
             stage(KEFAMENANU, "decided", "TTU-2025")),
        Line("TTU", "kartu diserahkan sampai peluncuran", KEFAMENANU, 0,
             stage(KEFAMENANU, "cards_delivered", "TTU-2025") + _handed_at(Event.Kind.LAUNCH)),
    ]  # fmt: skip


def _province(plan: Plan, stage: Callable[..., int]) -> list[Line]:
    premium = plan.total * price_of(plan)
    return [
        Line("Provinsi", "orang memegang kursi", None, plan.total, stage(None, "enrolled", plan.code)),
        Line("Provinsi", "terdaftar di BPJS", None, plan.total, stage(None, "registered", plan.code)),
        Line("Provinsi", "bulan perlindungan Juli–Desember", None, plan.total * plan.months,
             stage(None, "person_months", plan.code)),
        Line("Provinsi", "bulan lunas", None, plan.total * plan.months, stage(None, "months_paid", plan.code)),
        Line("Provinsi", "iuran dibayar", None, premium, stage(None, "premium_paid", plan.code), money=True),
    ]  # fmt: skip


def price_of(plan: Plan) -> int:
    """Rupiah of one person's whole cover."""
    from lindung.programmes.models import Programme

    programme = Programme.objects.get(code=plan.code)
    return price(programme, plan.cover_from.first, plan.last_month.first)


def _handed_at(kind: str) -> int:
    return Handover.objects.filter(event__kind=kind).count()
