"""BPJS's invoices of a million lines held against our bills, with differences planted and counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.db import connections

from lindung.billing import imports as invoices
from lindung.billing.models import Bill, Difference
from lindung.billing.services import freeze
from lindung.coverage.services import decide
from lindung.demo.bench.setting import (
    DECIDED,
    DECIDER,
    JULY,
    MONTHS,
    OPERATOR,
    decree_of,
    own_database,
    programme_of,
    ready_to_decide,
)
from lindung.demo.gauge import seconds
from lindung.exchange.reading import frame_of
from lindung.membership.models import Branch
from lindung.membership.services import Answer, answer, load_branches, send
from lindung.programmes.models import Programme

PLANTED = 20  # of each kind on each bill
APART = 13  # lines, more than a person has
KINDS = ("ours_only", "theirs_only", "twice", "amount", "base", "name", "number", "month")


def reconcile(*, lines: int) -> dict[str, object]:
    """Compare one invoice per branch, `lines` in all, with `PLANTED` differences of each kind on each."""
    with own_database(), TemporaryDirectory(prefix="lindung-bench-") as folder:
        load_branches()
        bills = _bills(programme_of(1, seats=-(-lines // MONTHS)), -(-lines // MONTHS))
        made = [_invoice(bill, Path(folder)) for bill in bills]
        paths = [path for path, _ in made]
        found: Counter[str] = Counter()
        compared = 0

        def compare() -> None:
            nonlocal compared
            for bill, path in zip(bills, paths, strict=True):
                done = invoices.take_in(path=path, bill=bill, actor=OPERATOR, on=DECIDED)
                found.update(done.differences)
                compared += done.invoice.lines

        taken = seconds(compare)
        missed = sum((planted - _found(bill)).total() for bill, (_, planted) in zip(bills, made, strict=True))
        bare = seconds(lambda: [pl.read_csv(path, separator=";", infer_schema=False) for path in paths])
    planted = {kind: PLANTED * len(bills) for kind in KINDS}
    return {
        "rows": compared,
        "seconds": round(taken, 2),
        "rows_per_second": round(compared / taken),
        "floor_seconds": round(bare, 2),
        "planted": planted,
        "found": dict(sorted(found.items())),
        "missed": missed,
        "equal": planted == dict(found) and not missed,
    }


def _bills(programme: Programme, people: int) -> list[Bill]:
    """Everybody registered, accepted and billed for all months, one bill per branch."""
    ready_to_decide(programme, turn=1, people=people)
    decide(decree=decree_of(programme, "SK"), actor=DECIDER, on=DECIDED)
    bills = []
    for batch in send(programme=programme, wadah="SG", actor=OPERATOR, on=DECIDED).batches:
        rows = batch.registrations.values_list("nik", "enrolment_id")
        answers = [Answer(nik, True, f"{25_000_000_000 + enrolment:011d}") for nik, enrolment in rows]
        answer(batch=batch, answers=answers, source="uji", actor=OPERATOR, on=DECIDED)
        bills.append(
            freeze(
                programme=programme, branch=Branch.objects.get(pk=batch.branch_id), first=JULY,
                last=JULY.plus(MONTHS - 1), payment_code=f"UJI-{batch.branch_id}", due_on=DECIDED, actor=OPERATOR,
                on=DECIDED,
            )
        )  # fmt: skip
    return bills


type Planted = Counter[tuple[str, str, str]]


def _found(bill: Bill) -> Planted:
    """Every difference found, as kind, NIK and month of our line, or of theirs alone."""
    rows = Difference.objects.filter(invoice__bill=bill).values_list("kind", "nik", "month")
    return Counter((kind, nik, f"{month:%Y-%m}") for kind, nik, month in rows)


def _invoice(bill: Bill, folder: Path) -> tuple[Path, Planted]:
    """Our lines as BPJS would write them, with the planted differences at its head; and those by line."""
    query = f"""SELECT nik, kpj, upper(name) AS name, to_char(month, 'YYYY-MM') AS month, base, rupiah
        FROM billing_billline WHERE bill_id = {bill.pk} ORDER BY person_id, month"""
    with connections["owner"].cursor() as cursor:
        lines = frame_of(cursor, query, None)
    frame = lines.with_row_index("place")
    # Every thirteenth line: two faults never meet in one person.
    turn = pl.when((pl.col("place") % APART == 0) & (pl.col("place") < APART * PLANTED * len(KINDS))).then(
        pl.col("place") // APART // PLANTED
    )
    kind = turn.replace_strict(dict(enumerate(KINDS)), default=None, return_dtype=pl.String)
    frame = frame.with_columns(kind=kind).with_columns(
        rupiah=_if("amount", pl.lit("8400"), "rupiah"),
        base=_if("base", pl.lit("1500000"), "base"),
        name=_if("name", pl.lit("NAMA LAIN SEKALI"), "name"),
        kpj=_if("number", "28" + pl.col("kpj").str.slice(2), "kpj"),
        # A month beyond the bill's, as when BPJS books it a year too late.
        month=_if("month", pl.col("month").str.replace("2025", "2026"), "month"),
    )
    twice = frame.filter(pl.col("kind") == "twice")
    strangers = frame.filter(pl.col("kind") == "theirs_only").with_columns(
        nik="99" + pl.col("nik").str.slice(2), kpj="29" + pl.col("kpj").str.slice(2)
    )
    told = pl.concat([frame.filter(pl.col("kind").ne_missing("ours_only")), twice, strangers])
    path = folder / f"rincian-{bill.pk}.csv"
    titles = {"nik": "NIK", "kpj": "NO KPJ", "name": "NAMA", "month": "BULAN", "base": "UPAH", "rupiah": "IURAN"}
    told.select(pl.col(key).alias(title) for key, title in titles.items()).write_csv(path, separator=";")
    faults = pl.concat([frame.filter((pl.col("kind") != "theirs_only") & (pl.col("kind") != "month")), strangers])
    moved = frame.filter(pl.col("kind") == "month").select(
        "kind", "nik", pl.col("month").str.replace("2026", "2025")
    )
    planted = pl.concat([faults.select("kind", "nik", "month"), moved])
    return path, Counter(planted.rows())


def _if(kind: str, then: pl.Expr, otherwise: str) -> pl.Expr:
    return pl.when(pl.col("kind") == kind).then(then).otherwise(otherwise)
