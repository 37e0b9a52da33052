"""Deaths and claims, credits, accounts, cards and books; registration and bills stand in `circle`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from lindung.billing.models import Bill
from lindung.billing.services import ask, grant
from lindung.claims.models import Claim
from lindung.claims.services import Share, enter_decision, name_payees, record_payout, report
from lindung.demo.plan import Plan, names, scaled, story
from lindung.demo.story.accounts import write_accounts
from lindung.demo.story.circle import write_circle, write_end, write_replacement
from lindung.demo.story.diary import BANK, BPJS, FIELD, FINANCE, OPERATOR, Diary, World
from lindung.demo.story.phones import hand_over_by_phone
from lindung.distribution.models import Event, Item
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, hold_event, make_items
from lindung.nominations.models import Enrolment

DEATHS = 8  # of the province's people in each month of the story, at full scale
KUPANG, MALAKA, LEMBATA = "53.71", "53.21", "53.13"
BY_PHONE = (MALAKA, LEMBATA, KUPANG)  # whose handovers come from field officers' phones


def go_on(world: World, diary: Diary) -> None:
    """Write down everything from the registration to the last card."""
    for plan in world.plans:
        write_circle(world, diary, plan)
        if plan.kind == "district":
            handed = plan.dates.answer_on + timedelta(days=60)
            diary.write(handed, "cards", f"{plan.code}: kartu diserahkan", partial(_hand_over_most, world, plan))
    _write_deaths(world, diary)
    _write_late_death(world, diary)
    _write_accounts_and_events(world, diary)
    write_end(world, diary)


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
        write_replacement(world, diary, plan, date(2025, month, 28))
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
    write_accounts(world, diary, plan, partial(_make_items, world, plan))
    for district in plan.seats:
        entry = story()["events"].get(district, {"day": story()["other_events_day"], "place": names()[district]})
        text = f"{names()[district]}: penyerahan kartu dan buku"
        diary.write(entry["day"], "cards", text, partial(_hand_over_all, world, plan, district, entry["place"]))
    for kind in ("launch", "award"):
        entry = story()[kind]
        diary.write(entry["day"], "cards", entry["place"], partial(_gather, world, kind))
    diary.write(date(2025, 12, 15), "cards", "kartu pengganti diserahkan", partial(_hand_over_rest, world, plan))


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
