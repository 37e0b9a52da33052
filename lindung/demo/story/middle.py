"""Registration at BPJS, replacements, bills and payments, deaths and claims, accounts, cards and books."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db.models import Sum

from lindung.banking.models import AccountRequest
from lindung.banking.services import Answer as BankAnswer
from lindung.banking.services import answer_accounts, record_consents, request_accounts
from lindung.billing.models import Bill
from lindung.billing.services import ask, freeze, grant, pay
from lindung.claims.models import Claim
from lindung.claims.services import Share, enter_decision, name_payees, record_payout, report
from lindung.coverage.services import replace
from lindung.demo.plan import Plan, names, scaled, story
from lindung.demo.story.diary import BANK, BPJS, DECIDER, FIELD, FINANCE, OPERATOR, Diary, World
from lindung.demo.story.phones import hand_over_by_phone
from lindung.distribution.models import Event, Item
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, hold_event, make_items
from lindung.kernel.month import Month, months_from
from lindung.membership.models import Branch, Registration
from lindung.membership.services import Answer, answer, send
from lindung.nominations.models import Enrolment
from lindung.programmes.models import Decree
from lindung.programmes.services import sign_decree

REJECTED = 100  # every hundredth person of a batch is refused by BPJS
DEATHS = 8  # of the province's people in each month of the story, at full scale
WADAH = {"province": "SG", "district": "SG", "village": "SD"}
KUPANG, MALAKA, LEMBATA = "53.71", "53.21", "53.13"
BY_PHONE = (MALAKA, LEMBATA, KUPANG)  # whose handovers come from field officers' phones


def go_on(world: World, diary: Diary) -> None:
    """Write down everything from the registration to the last card."""
    for plan in world.plans:
        _write_registration(world, diary, plan)
        _write_bills(world, diary, plan)
        if plan.kind == "district":
            handed = plan.dates.answer_on + timedelta(days=60)
            diary.write(handed, "cards", f"{plan.code}: kartu diserahkan", partial(_hand_over_most, world, plan))
    _write_deaths(world, diary)
    _write_late_death(world, diary)
    _write_accounts_and_events(world, diary)


def _write_registration(world: World, diary: Diary, plan: Plan) -> None:
    days = plan.dates
    diary.write(days.send_on, "register", f"{plan.code}: kirim ke BPJS", partial(_send, world, plan))
    diary.write(days.answer_on, "register", f"{plan.code}: jawaban BPJS", partial(_answer, world, plan, True))
    if plan.kind != "village":
        _write_replacement(world, diary, plan, days.answer_on + timedelta(days=4))


def _write_replacement(world: World, diary: Diary, plan: Plan, day: date) -> None:
    """Amending decree, registration and acceptance of those who take over vacated seats."""
    text = f"{plan.code}: pengganti dari cadangan"
    diary.write(day, "replace", text, partial(_replace, world, plan))
    diary.write(day, "register", text, partial(_send, world, plan))
    diary.write(day + timedelta(days=2), "register", text, partial(_answer, world, plan, False))


def _send(world: World, plan: Plan, on: date) -> None:
    send(programme=world.programmes[plan.code], wadah=WADAH[plan.kind], actor=OPERATOR, on=on)


def _answer(world: World, plan: Plan, some_refused: bool, on: date) -> None:
    """What BPJS would answer: a KPJ for each, and every hundredth refused where a reserve waits."""
    waiting = Registration.objects.filter(batch__programme=world.programmes[plan.code], answer=None)
    for batch in {row.batch for row in waiting.select_related("batch").distinct("batch_id").order_by("batch_id")}:
        rows = waiting.filter(batch=batch).order_by("enrolment_id").values_list("enrolment_id", "nik")
        refuse = some_refused and plan.kind != "village"
        answers = [
            Answer(nik=nik, accepted=False, reason_code="NIK", reason="NIK tidak ditemukan")
            if refuse and turn % REJECTED == 0
            else Answer(nik=nik, accepted=True, kpj=f"{25_000_000_000 + enrolment:011d}")
            for turn, (enrolment, nik) in enumerate(rows, 1)
        ]
        answer(batch=batch, answers=answers, source=f"jawaban {batch.branch_id} {on} (rekaan)", actor=BPJS, on=on)


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


def _pay(world: World, plan: Plan, month: Month, on: date) -> None:
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


def _write_deaths(world: World, diary: Diary) -> None:
    """Each month some of the province's people die; their seats are filled from the month after."""
    plan = world.plan("NTT-2025")
    # Nobody of Malaka: its report counts the cards of those who came to Betun.
    districts = [KUPANG, *(code for code in plan.seats if code not in (KUPANG, MALAKA))]
    for month in range(8, 12):
        those = (
            districts[: scaled(DEATHS, world.scale)] if month == 8 else districts[-scaled(DEATHS, world.scale) :]
        )
        for turn, district in enumerate(those):
            died, told = date(2025, month, 12), date(2025, month, 20)
            case = partial(_death, world, plan, district, died, month * 3 + turn)
            diary.write(told, "claims", f"{names()[district]}: meninggal dunia", case)
        _write_replacement(world, diary, plan, date(2025, month, 28))
    accident = partial(_accident, world, plan, LEMBATA, date(2025, 10, 7))
    diary.write(date(2025, 10, 9), "claims", "Lembata: kecelakaan kerja", accident)


def _person(world: World, plan: Plan, district: str, turn: int) -> int:
    """Somebody registered there who still holds a seat."""
    found = Enrolment.objects.filter(
        programme=world.programmes[plan.code], district_id=district, ended_on=None
    ).order_by("pk")
    return int(found.values_list("person_id", flat=True)[turn % found.count()])


def _death(world: World, plan: Plan, district: str, died: date, turn: int, on: date) -> None:
    person = _person(world, plan, district, turn)
    told = report(
        person=person, event_kind="death", cause="natural", event_on=died, source="akta kematian (rekaan)",
        actor=OPERATOR, on=on,
    )  # fmt: skip
    _settle(told.claim, "spouse", on)


def _accident(world: World, plan: Plan, district: str, happened: date, on: date) -> None:
    """A death at work: the first tier's benefit."""
    told = report(
        person=_person(world, plan, district, 5), event_kind="death", cause="work", event_on=happened,
        source="laporan tahap I dan II (rekaan)", actor=OPERATOR, on=on,
    )  # fmt: skip
    _settle(told.claim, "child", on)


def _settle(claim: Claim, relation: str, on: date) -> None:
    """BPJS decides as policy estimated, and pays the heir."""
    if not claim.estimate:
        return
    enter_decision(
        claim=claim.pk, approved=True, rupiah=claim.estimate, decided_on=on, reference=f"JKM/{claim.pk}",
        actor=BPJS, on=on,
    )  # fmt: skip
    heir = Share(
        name="Ahli waris (rekaan)", relation=relation, rupiah=claim.estimate, bank="BANK-NTT",
        account=f"90{claim.pk:08d}",
    )  # fmt: skip
    name_payees(claim=claim.pk, shares=[heir], actor=BPJS, on=on)
    payee = claim.payees.get()
    record_payout(
        payee=payee.pk, rupiah=claim.estimate, reference=f"BAYAR/{claim.pk}", paid_on=on, actor=BPJS, on=on
    )


def _write_late_death(world: World, diary: Diary) -> None:
    """In TTU a death of September is told in November: two billed months become credits against December's bill."""
    plan = world.plan("TTU-2025")
    case = partial(_death, world, plan, "53.03", date(2025, 9, 15), 11)
    diary.write(date(2025, 11, 20), "claims", "TTU: kematian terlambat dilaporkan", case)
    diary.write(date(2025, 11, 24), "bills", "TTU: kredit diminta", partial(_ask_credits, world, plan))
    diary.write(date(2025, 12, 12), "bills", "TTU: kredit diperhitungkan", partial(_offset_credits, world, plan))


def _ask_credits(world: World, plan: Plan, on: date) -> None:
    asked = ask(programme=world.programmes[plan.code], reference="KREDIT/TTU/1", actor=FINANCE, on=on)
    world.expect("TTU: bulan yang menjadi kredit", 2, asked)


def _offset_credits(world: World, plan: Plan, on: date) -> None:
    programme = world.programmes[plan.code]
    december = Bill.objects.get(programme=programme, month_from=date(2025, 12, 1))
    grant(programme=programme, reference="BPJS/TTU/1", against=december, actor=FINANCE, on=on)


def _write_accounts_and_events(world: World, diary: Diary) -> None:
    plan = world.plan("NTT-2025")
    for day in (date(2025, 7, 22), date(2025, 9, 1), date(2025, 12, 2)):
        diary.write(day, "accounts", "rekening diminta", partial(_ask_accounts, world, plan))
        diary.write(day + timedelta(days=4), "accounts", "rekening dibuka", partial(_open_accounts, world))
        diary.write(day + timedelta(days=5), "cards", "kartu dan buku dicetak", partial(_make_items, world, plan))
    for district in plan.seats:
        entry = story()["events"].get(district, {"day": story()["other_events_day"], "place": names()[district]})
        text = f"{names()[district]}: penyerahan kartu dan buku"
        diary.write(entry["day"], "cards", text, partial(_hand_over_all, world, plan, district, entry["place"]))
    for kind in ("launch", "award"):
        entry = story()[kind]
        diary.write(entry["day"], "cards", entry["place"], partial(_gather, world, kind))
    diary.write(date(2025, 12, 15), "cards", "kartu pengganti diserahkan", partial(_hand_over_rest, world, plan))


def _ask_accounts(world: World, plan: Plan, on: date) -> None:
    assert world.bank  # noqa: S101  (made by prepare)
    programme = world.programmes[plan.code]
    people = Enrolment.objects.filter(programme=programme, ended_on=None).values_list("person_id", flat=True)
    record_consents(
        consents=dict.fromkeys(people, True), source="kolom kesediaan pada usulan", actor=OPERATOR, on=on
    )
    request_accounts(programme=programme, bank=world.bank, actor=BANK, on=on)


def _open_accounts(world: World, on: date) -> None:
    assert world.bank  # noqa: S101  (made by prepare)
    asked = AccountRequest.objects.filter(bank=world.bank, state=AccountRequest.State.ASKED).order_by("pk")
    answers = [
        BankAnswer(nik=nik, number=f"01{enrolment:08d}", branch="Bank NTT")
        for enrolment, nik in asked.values_list("enrolment_id", "nik")
    ]
    answer_accounts(bank=world.bank, answers=answers, source=f"jawaban bank {on} (rekaan)", actor=BANK, on=on)


def _make_items(world: World, plan: Plan, on: date) -> None:
    programme = world.programmes[plan.code]
    make_items(kind=Item.Kind.CARD, programme=programme, made_at="cabang BPJS", actor=BPJS, on=on)
    make_items(kind=Item.Kind.BOOK, programme=programme, made_at="cabang Bank NTT", actor=BANK, on=on)


def _hand_over_all(world: World, plan: Plan, district: str, place: str, on: date) -> None:
    programme = world.programmes[plan.code]
    event = hold_event(
        programme=programme,
        kind=Event.Kind.HANDOVER,
        name=f"Penyerahan kartu dan buku tabungan, {names()[district]}",
        place=place,
        region=district,
        held_on=on,
        officials=["Pejabat kabupaten (rekaan)", "BPJS Ketenagakerjaan", "Bank NTT"],
        actor=FIELD,
        on=on,
    )
    if district in BY_PHONE:
        hand_over_by_phone(world, event)
    else:
        hand_over(items=undelivered(programme=programme.pk, district=district), event=event, actor=FIELD, on=on)


def _hand_over_rest(world: World, plan: Plan, on: date) -> None:
    """Most of those who came later; a few cards still lie in an office at the year's end."""
    items = undelivered(programme=world.programmes[plan.code].pk)
    if most := items[: len(items) * 4 // 5]:
        hand_over(items=most, actor=FIELD, on=on)


def _hand_over_most(world: World, plan: Plan, on: date) -> None:
    programme = world.programmes[plan.code]
    make_items(kind=Item.Kind.CARD, programme=programme, made_at="cabang BPJS", actor=BPJS, on=on)
    items = undelivered(programme=programme.pk)
    if most := [item for turn, item in enumerate(items) if turn % 12]:
        hand_over(items=most, actor=FIELD, on=on)


def _gather(world: World, kind: str, on: date) -> None:
    """An occasion at which nothing is handed over."""
    entry = story()[kind]
    hold_event(
        programme=world.programmes[entry["programme"]],
        kind=kind,
        name={"launch": "Peluncuran perlindungan", "award": "Penghargaan BPJS Ketenagakerjaan"}[kind],
        place=entry["place"],
        region=entry["region"],
        held_on=on,
        officials=["Kepala daerah (rekaan)", "BPJS Ketenagakerjaan"],
        actor=FIELD,
        on=on,
    )
