"""The full circle to BPJS: lists out, answers in, seats refilled, bills frozen, compared, paid and closed.

BPJS is played by a program that knows us only by our files (`lindung.demo.simulate`).
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from django.db.models import Sum

from lindung.billing import imports as invoices
from lindung.billing.models import Bill
from lindung.billing.queries import unfinished
from lindung.billing.services import close, explain_ended, freeze, pay, state_total
from lindung.coverage.services import replace
from lindung.demo.plan import Plan
from lindung.demo.simulate.habits import Answered as Given
from lindung.demo.story.diary import BPJS, DECIDER, FINANCE, OPERATOR, Diary, World
from lindung.kernel.month import Month, months_from
from lindung.membership import imports as files
from lindung.membership.models import Batch, Branch
from lindung.membership.queries import batches, open_contradictions
from lindung.membership.services import Answered, send, settle
from lindung.programmes.models import Decree, Funder
from lindung.programmes.services import sign_decree

WADAH = {"province": "SG", "district": "SG", "village": "SD"}
LATE = timedelta(days=7)
YEAR_END = date(2025, 12, 31)


def write_circle(world: World, diary: Diary, plan: Plan) -> None:
    """Registration, bills and what is left at the year's end."""
    days = plan.dates
    diary.write(days.send_on, "register", f"{plan.code}: kirim ke BPJS", partial(_send, world, plan))
    calm = plan.kind == "village"  # no reserve waits there, so nobody may be refused
    diary.write(days.answer_on, "register", f"{plan.code}: jawaban BPJS", partial(_answer, world, plan, calm))
    if not calm:
        write_replacement(world, diary, plan, days.answer_on + timedelta(days=4))
        text = f"{plan.code}: jawaban susulan BPJS"
        diary.write(days.answer_on + LATE, "register", text, partial(_answer_late, world, plan))
        text = f"{plan.code}: jawaban berlawanan dipastikan"
        diary.write(days.answer_on + LATE, "register", text, partial(_settle, world))
    _write_bills(world, diary, plan)


def write_replacement(world: World, diary: Diary, plan: Plan, day: date) -> None:
    """Amending decree, registration and acceptance of those who take over vacated seats."""
    text = f"{plan.code}: pengganti dari cadangan"
    diary.write(day, "replace", text, partial(_replace, world, plan))
    diary.write(day, "register", text, partial(_send, world, plan))
    diary.write(day + timedelta(days=2), "register", text, partial(_answer, world, plan, True))


def write_end(world: World, diary: Diary) -> None:
    """What BPJS counts at the year's end, and that nothing is left open."""
    diary.write(YEAR_END, "bills", "jumlah peserta menurut BPJS", partial(_state_totals, world))
    diary.write(YEAR_END, "bills", "tidak ada yang tersisa", partial(_nothing_left, world))


def _folder(world: World) -> Path:
    folder = world.out / "exchange"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _group(batch: Batch | Bill) -> str:
    return f"{batch.programme.code}/{batch.branch_id}"


def _send(world: World, plan: Plan, on: date) -> None:
    sent = send(programme=world.programmes[plan.code], wadah=WADAH[plan.kind], actor=OPERATOR, on=on)
    for batch in sent.batches:
        message, content = files.hand_over(batch=batch, actor=OPERATOR, on=on)
        path = _folder(world) / message.name
        path.write_bytes(content)
        world.at_bpjs.setdefault(plan.code, []).append((batch, path))


def _answer(world: World, plan: Plan, calm: bool, on: date) -> None:
    """The office answers every list it has of the programme; a part of the answers comes later."""
    for batch, path in world.at_bpjs.pop(plan.code, []):
        given = world.bpjs.register(path, _group(batch), f"{on:%d-%m-%Y}", calm=calm)
        first, *later = given.deliveries
        done = files.take_in(path=first.path, batch=batch, actor=BPJS, on=on)
        world.late.setdefault(plan.code, []).extend((batch, delivery.path, given) for delivery in later)
        again = files.take_in(path=first.path, batch=batch, actor=BPJS, on=on)
        world.expect(f"{first.path.name}: berkas yang sama lagi", True, again.already)
        _hold_against(world, first.path, done, given, {"MEMBER-03": "strangers", "MEMBER-14": "misspelt"})


def _answer_late(world: World, plan: Plan, on: date) -> None:
    for batch, path, given in world.late.pop(plan.code, []):
        done = files.take_in(path=path, batch=batch, actor=BPJS, on=on)
        _hold_against(world, path, done, given, {"MEMBER-06": "changed"})
        world.expect(f"{path.name}: jawaban susulan", given.planted.get("late", 0), done.accepted)


def _hold_against(world: World, path: Path, done: Answered, given: Given, habits: dict[str, str]) -> None:
    """Every mishap that was planted is told, and nothing else."""
    found = Counter(problem.code for problem in done.problems)
    planted = {code: given.planted.get(habit, 0) for code, habit in habits.items()}
    world.expect(f"{path.name}: masalah", {code: count for code, count in planted.items() if count}, dict(found))


def _settle(world: World, on: date) -> None:
    """BPJS is asked about each answer that changed, and says that its first one was right."""
    for row in open_contradictions():
        settle(contradiction=row["number"], stands="first", note="telepon cabang (rekaan)", actor=BPJS, on=on)


def _replace(world: World, plan: Plan, on: date) -> None:
    programme = world.programmes[plan.code]
    decree = sign_decree(
        programme=programme,
        number=f"SK/{plan.code}/{on:%m%d}",
        kind=Decree.Kind.AMENDMENT,
        signed_on=on,
        signed_by=plan.funder_name,
        actor=DECIDER,
        on=on,
    )
    filled = replace(decree=decree, actor=DECIDER, on=on)
    world.expect(f"{plan.code}: kursi kosong yang tidak terisi", (), filled.problems)


def _write_bills(world: World, diary: Diary, plan: Plan) -> None:
    """Village officials' premiums are paid in advance in one bill; everybody else's month by month."""
    earliest = plan.dates.answer_on + timedelta(days=10)
    months = months_from(plan.cover_from, plan.months)
    spans = [(months[0], months[-1])] if plan.kind == "village" else [(month, month) for month in months]
    for first, last in spans:
        on = max(date(first.year, first.number, 10), earliest)
        text = f"{plan.code}: tagihan {first}"
        diary.write(on, "bills", text, partial(_freeze, world, plan, first, last))
        diary.write(on + timedelta(days=3), "invoices", text, partial(_compare, world, plan, first))
        diary.write(on + timedelta(days=5), "bills", text, partial(_pay, world, plan, first))


def _freeze(world: World, plan: Plan, first: Month, last: Month, on: date) -> None:
    programme = world.programmes[plan.code]
    branches = Branch.objects.filter(areas__district_id__in=plan.seats).distinct().order_by("code")
    for branch in branches:
        freeze(
            programme=programme,
            branch=branch,
            first=first,
            last=last,
            payment_code=f"{plan.code}-{branch.code}-{first}",
            due_on=on + timedelta(days=10),
            actor=FINANCE,
            on=on,
        )


def _compare(world: World, plan: Plan, month: Month, on: date) -> None:
    """BPJS is told whose cover ended, sends its own bill, and that is held against ours name by name."""
    programme = world.programmes[plan.code]
    since = plan.dates.decree_on
    for bill in Bill.objects.filter(programme=programme, month_from=month.first).order_by("pk"):
        told = files.hand_over_ends(programme=programme, branch=bill.branch_id, since=since, actor=OPERATOR, on=on)
        if told:
            path = _folder(world) / told[0].name
            path.write_bytes(told[1])
            world.bpjs.end(path, _group(bill))
        months = (f"{bill.month_from:%Y-%m}", f"{bill.month_to:%Y-%m}")
        path, dead = world.bpjs.bill(_group(bill), *months, bill.payment_code)
        found = invoices.take_in(path=path, bill=bill, actor=FINANCE, on=on)
        world.expect(f"{path.name}: selisih", {"theirs_only": dead} if dead else {}, found.differences)
        if dead:
            explained = explain_ended(invoice=found.invoice, actor=FINANCE, on=on)
            world.expect(f"{path.name}: selisih yang dapat dijelaskan", dead, explained)


def _pay(world: World, plan: Plan, month: Month, on: date) -> None:
    """Pay what is still owed, and close the bill."""
    bills = Bill.objects.filter(programme=world.programmes[plan.code], month_from=month.first, paid_on=None)
    for bill in bills.order_by("pk"):
        paid = bill.payments.aggregate(sum=Sum("rupiah"))["sum"] or 0
        pay(
            bill=bill,
            rupiah=bill.rupiah - paid,
            reference=f"TRF-{bill.pk}",
            sp2d=f"SP2D/{bill.pk}",
            actor=FINANCE,
            on=on,
        )
        close(bill=bill, actor=FINANCE, on=on)


def _state_totals(world: World, on: date) -> None:
    """BPJS states its members of the province in the first and the last month; `verify` holds ours against it."""
    plan = world.plan("NTT-2025")
    for month in (plan.cover_from, plan.last_month):
        state_total(
            funder=Funder.objects.get(code=plan.funder),
            month=month,
            measure="members",
            value=world.bpjs.members_in(plan.code, str(month)),
            as_of=on,
            source="BPJS Ketenagakerjaan NTT (rekaan)",
            actor=FINANCE,
            on=on,
        )


def _nothing_left(world: World, on: date) -> None:
    left = unfinished(on)
    world.expect("tagihan yang belum ditutup", 0, len(left["bills"]))
    world.expect("kredit yang belum selesai", 0, len(left["credits"]))
    world.expect("jawaban berlawanan yang terbuka", 0, len(open_contradictions()))
    world.expect("orang yang belum dijawab BPJS", 0, sum(row["waiting"] for row in batches()))
