"""Every verb of billing asks for its right in its region, wherever it is pressed; the keeper at the machine may."""

from __future__ import annotations

from datetime import date

import pytest

from lindung.accounts.services import actor_of
from lindung.audit.models import Act
from lindung.billing.imports import take_in
from lindung.billing.models import Bill, OutsideTotal
from lindung.billing.services import (
    ask,
    close,
    explain,
    explain_ended,
    freeze,
    grant,
    pay,
    refuse,
    settle_surplus,
    state_total,
    withdraw_total,
)
from lindung.billing.tests.story import DECEMBER, DUE, FROZEN, dies, frozen, registered
from lindung.billing.tests.test_compare import changed, compare
from lindung.kernel.problem import Refused
from lindung.membership.models import Branch
from lindung.programmes.models import Funder
from tests import cast
from tests.officers import officer

pytestmark = pytest.mark.django_db

ON = date(2025, 8, 21)
ELSEWHERE = "53.13"  # Lembata, of another branch


@pytest.fixture
def told(tmp_path):
    """Everything a verb may be pressed on: a bill overpaid, compared, with credits and a stated total."""
    programme, [maria, _] = registered(2)
    bill = frozen(programme)
    invoice = compare(bill, changed(bill, "amount"), tmp_path).invoice
    pay(bill=bill, rupiah=bill.rupiah + 5, reference="TRF", surplus=True, actor=cast.BPJS, on=ON)
    dies(maria)
    funder = Funder.objects.get()
    words = {"funder": funder, "month": cast.JULY, "measure": "members", "value": 2, "as_of": ON, "source": "BPJS"}
    total = state_total(**words, actor=cast.BPJS, on=ON)
    return {"programme": programme, "bill": bill, "invoice": invoice, "total": total, "words": words}


def acts(told, who: str, region: str = ""):
    """Every verb as this officer would press it."""
    by = {"actor": actor_of(officer(who, region)), "on": ON}
    programme, bill, invoice = told["programme"], told["bill"], told["invoice"]
    return {
        "freeze": lambda: freeze(
            programme=programme, branch=Branch.objects.get(pk="atambua"), first=cast.JULY, last=DECEMBER,
            payment_code="K-2", due_on=DUE, **by,
        ),
        "pay": lambda: pay(bill=bill, rupiah=bill.rupiah, reference="TRF", **by),
        "explain": lambda: explain(invoice=invoice, owner="us", reason="x", **by),
        "explain_ended": lambda: explain_ended(invoice=invoice, **by),
        "close": lambda: close(bill=bill, **by),
        "surplus": lambda: settle_surplus(surplus=bill.surpluses.get().pk, state="lost", reference="B-1", **by),
        "ask": lambda: ask(programme=programme, reference="S-1", **by),
        "grant": lambda: grant(programme=programme, reference="B-1", **by),
        "refuse": lambda: refuse(programme=programme, reference="B-1", **by),
        "state": lambda: state_total(**told["words"], **by),
        "withdraw": lambda: withdraw_total(total=told["total"].pk, reason="x", **by),
    }  # fmt: skip


def code_of(act) -> str:
    """The first problem of a verb; nothing when it did what it was asked."""
    try:
        act()
    except Refused as refusal:
        return refusal.problems[0].code
    return ""


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor", "bank"])
def test_who_has_no_right_to_bills_is_refused_by_every_verb(told, who):
    assert {name: code_of(act) for name, act in acts(told, who).items()} == dict.fromkeys(
        acts(told, who), "EXCHANGE-07"
    )
    assert told["bill"].surpluses.get().state == "open"
    assert OutsideTotal.objects.get().withdrawn_on is None


def test_the_right_counts_only_at_a_branch_of_ones_own_region(told):
    for who in ("finance", "bpjs"):
        assert set(map(code_of, acts(told, who, ELSEWHERE).values())) == {"EXCHANGE-07"}
    assert Bill.objects.count() == 1


def test_a_district_pays_its_branchs_bill_but_does_not_speak_for_the_provinces_money(told):
    """Credits and stated totals count for the whole territory and its purse."""
    found = {name: code_of(act) for name, act in acts(told, "finance").items()}
    assert {name for name, code in found.items() if code == "EXCHANGE-07"} == {
        "freeze", "ask", "grant", "refuse", "state", "withdraw"
    }  # fmt: skip


def test_the_officer_of_bpjs_freezes_and_compares_and_never_pays(told):
    found = {name: code_of(act) for name, act in acts(told, "bpjs", cast.NTT).items()}
    assert {name for name, code in found.items() if code == "EXCHANGE-07"} == {
        "pay", "close", "surplus", "ask", "grant", "refuse"
    }  # fmt: skip


def test_finance_of_the_whole_territory_does_all_but_freezing(told):
    found = {name: code_of(act) for name, act in acts(told, "finance", cast.NTT).items()}
    assert found["freeze"] == "EXCHANGE-07"
    assert "EXCHANGE-07" not in {code for name, code in found.items() if name != "freeze"}


def test_a_list_handed_in_by_who_may_not_is_refused_with_a_line_in_the_audit(told, tmp_path):
    for who, region in (("operator", ""), ("bpjs", ELSEWHERE)):
        by = actor_of(officer(who, region))
        with pytest.raises(Refused, match="EXCHANGE-07"):
            take_in(path=tmp_path / "rincian.xlsx", bill=told["bill"], actor=by, on=ON)
        act = Act.objects.filter(verb="billing.compare.refused", subject=f"bill:{told['bill'].pk}").latest("pk")
        assert (act.actor_id, act.details["codes"]) == (by.id, "EXCHANGE-07")


def test_a_role_that_begins_later_gives_no_right_today(told):
    officer("finance", cast.NTT)
    early = acts(told, "finance", cast.NTT)["pay"]
    late = {"actor": actor_of(officer("finance", cast.NTT)), "on": date(2025, 5, 1)}
    assert code_of(early) == ""
    assert code_of(lambda: pay(bill=told["bill"], rupiah=1, reference="X", **late)) == "EXCHANGE-07"
    assert late["on"] < FROZEN
