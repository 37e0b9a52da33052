"""Accounts: asked for with consent, opened when the bank says so."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from lindung.banking import checks
from lindung.banking.models import Account, AccountRequest, Contradiction
from lindung.banking.queries import AS_OF, masked
from lindung.banking.services import Answer, answer_accounts, create_bank, record_consents, request_accounts
from lindung.coverage.services import end
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.membership import services as membership
from lindung.nominations.models import Enrolment
from lindung.programmes.models import Tally
from tests import cast

pytestmark = pytest.mark.django_db

ASKED, ANSWERED = date(2025, 7, 14), date(2025, 7, 28)
LETTER = "Bank NTT Betun 28/7/2025"


@pytest.fixture
def programme(db):
    """Four people of Malaka, registered at BPJS."""
    programme = cast.province_programme(seats=4)
    cast.proposed(programme, cast.people(4))
    cast.verified(programme)
    cast.decided(programme)
    membership.load_branches()
    [batch] = membership.send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=cast.LAUNCH).batches
    answers = [membership.Answer(cast.nik_of(n), accepted=True, kpj=f"2100000000{n}") for n in range(1, 5)]
    membership.answer(batch=batch, answers=answers, source="BPJS", actor=cast.OPERATOR, on=date(2025, 6, 20))
    return programme


@pytest.fixture
def bank(db):
    return create_bank(code="BANK-NTT", name="Bank NTT", actor=cast.OPERATOR, on=cast.LAUNCH)


def agree(programme, *words: bool) -> list[int]:
    """The programme's people say yes or no in turn; who has no word was never asked."""
    persons = list(Enrolment.objects.filter(programme=programme).order_by("pk").values_list("person", flat=True))
    consents = dict(zip(persons, words, strict=False))
    record_consents(consents=consents, source="daftar Malaka", actor=cast.OPERATOR, on=cast.LAUNCH)
    return persons


def ask(programme, bank, on=ASKED):
    return request_accounts(programme=programme, bank=bank, actor=cast.OPERATOR, on=on)


def told(bank, *answers: Answer, source=LETTER, on=ANSWERED):
    return answer_accounts(bank=bank, answers=answers, source=source, actor=cast.OPERATOR, on=on)


def codes(answered) -> list[str]:
    return [problem.code for problem in answered.problems]


def sound() -> bool:
    return not [
        *checks.check_tallies_equal_accounts(),
        *checks.check_accounts_answer_requests(),
        *checks.check_accounts_were_agreed_to(),
    ]


def test_only_who_said_yes_is_asked_for_and_the_others_are_counted(programme, bank):
    yes, *_ = agree(programme, True, False, True)

    asked = ask(programme, bank)

    assert (asked.asked, asked.declined, asked.unasked) == (2, 1, 1)
    assert AccountRequest.objects.filter(person=yes).exists()
    assert ask(programme, bank).asked == 0, "asking again asks nobody twice"


def test_the_newest_word_stands_and_a_no_outweighs_a_yes_of_the_same_day(programme, bank):
    first, second, *_ = agree(programme, True, True, True, True)
    record_consents(consents={first: False}, source="telepon", actor=cast.OPERATOR, on=date(2025, 7, 1))
    record_consents(consents={second: False}, source="telepon", actor=cast.OPERATOR, on=cast.LAUNCH)

    assert ask(programme, bank).declined == 2


def test_an_answer_opens_the_account_or_says_why_not(programme, bank):
    agree(programme, True, True)
    ask(programme, bank)

    answered = told(
        bank,
        Answer(cast.nik_of(1), "0010012345678", "Betun"),
        Answer(cast.nik_of(2), reason="Nama ibu kandung berbeda"),
    )

    assert (answered.opened, answered.refused, answered.unchanged, answered.problems) == (1, 1, 0, ())
    assert Account.objects.get().branch == "Betun"
    assert Tally.objects.get(programme=programme, stage="accounts").value == 1
    assert sound()


def test_a_refused_request_may_be_made_again(programme, bank):
    agree(programme, True)
    ask(programme, bank)
    told(bank, Answer(cast.nik_of(1), reason="Tanda tangan berbeda"))

    assert ask(programme, bank, on=date(2025, 8, 1)).asked == 1
    assert told(bank, Answer(cast.nik_of(1), "0010012345678", "Betun"), source="kedua").opened == 1
    assert sound()


def test_the_same_answer_again_changes_nothing(programme, bank):
    agree(programme, True, True)
    ask(programme, bank)
    answers = (Answer(cast.nik_of(1), "0010012345678", "Betun"), Answer(cast.nik_of(2), reason="KTP mati"))
    told(bank, *answers)

    again = told(bank, *answers)

    assert (again.opened, again.refused, again.unchanged, again.problems) == (0, 0, 2, ())
    assert Account.objects.count() == 1


def test_a_contradicting_answer_is_kept_beside_the_first_and_shows_no_whole_number(programme, bank):
    agree(programme, True)
    ask(programme, bank)
    told(bank, Answer(cast.nik_of(1), "0010012345678", "Betun"))

    later = told(bank, Answer(cast.nik_of(1), "0010099999999", "Betun"), source="minggu depan")

    assert codes(later) == ["BANK-05"]
    assert Account.objects.get().number == "0010012345678"
    assert Contradiction.objects.get().code == "BANK-05"
    assert "0010012345678" not in str(later.problems[0])
    assert cast.nik_of(1) not in str(later.problems[0])
    told(bank, Answer(cast.nik_of(1), "0010099999999", "Betun"), source="minggu depan")
    assert Contradiction.objects.count() == 1, "the same file again is kept once"


def test_lines_that_make_no_sense_are_left_out_and_named(programme, bank):
    agree(programme, True, True, True)
    ask(programme, bank)

    answered = told(
        bank,
        Answer("5321011708859999", "0010000000001", "Betun"),
        Answer(cast.nik_of(1), "0010000000002", "Betun", "ditolak"),
        Answer(cast.nik_of(1)),
        Answer(cast.nik_of(2), "=1+1", "Betun"),
        Answer(cast.nik_of(3), "0010000000003", "Betun"),
        Answer(cast.nik_of(3), "0010000000004", "Betun"),
    )

    assert codes(answered) == ["BANK-01", "BANK-02", "BANK-02", "BANK-03", "BANK-04", "BANK-04"]
    assert (answered.opened, answered.refused) == (0, 0)
    assert AccountRequest.objects.filter(state="asked").count() == 3


def test_one_number_is_never_given_to_two_people(programme, bank):
    agree(programme, True, True, True)
    ask(programme, bank)
    told(bank, Answer(cast.nik_of(1), "0010000000001", "Betun"))

    later = told(
        bank,
        Answer(cast.nik_of(2), "0010000000001", "Betun"),
        Answer(cast.nik_of(3), "0010000000005", "Betun"),
        source="kedua",
    )

    assert codes(later) == ["BANK-06"]
    assert later.opened == 1


def test_nobody_is_asked_for_who_lost_the_seat_or_was_never_registered(programme, bank):
    agree(programme, True, True, True, True)
    gone = Enrolment.objects.filter(programme=programme).first()
    end(
        programme=programme,
        cases={gone.pk: Month(2025, 8)},
        reason="moved",
        actor=cast.DECIDER,
        on=date(2025, 7, 10),
    )

    assert ask(programme, bank).asked == 3


def test_an_account_belongs_to_the_person_and_is_not_asked_for_again_by_another_programme(programme, bank):
    persons = agree(programme, True, True, True, True)
    ask(programme, bank)
    told(bank, *(Answer(cast.nik_of(n), f"001000000000{n}", "Betun") for n in range(1, 5)))
    other = cast.district_programme(seats=4)
    cast.proposed(other, persons)

    assert ask(other, bank).asked == 0


def test_figures_of_an_earlier_day_know_only_what_was_known_then(programme, bank):
    agree(programme, True)
    ask(programme, bank)
    told(bank, Answer(cast.nik_of(1), "0010000000001", "Betun"))

    with connection.cursor() as cursor:
        cursor.execute(AS_OF, {"day": "2025-07-27"})
        assert cursor.fetchall() == []
        cursor.execute(AS_OF, {"day": "2025-07-28"})
        assert cursor.fetchall() == [(programme.pk, "53.21", "accounts", 1)]


def test_the_database_keeps_accounts_as_they_are(programme, bank):
    agree(programme, True)
    ask(programme, bank)
    told(bank, Answer(cast.nik_of(1), "0010000000001", "Betun"))

    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        Account.objects.update(number="0010000000002")
    request = AccountRequest.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(
            person=request.person, bank=bank, number="tidak ada", branch="", opened_on=ANSWERED, source="",
            opened_for=request.enrolment,
        )  # fmt: skip


def test_a_bank_keeps_its_name(bank):
    assert create_bank(code="BANK-NTT", name="Bank NTT", actor=cast.OPERATOR, on=cast.LAUNCH) == bank
    with pytest.raises(Refused, match="BANK-07"):
        create_bank(code="BANK-NTT", name="Bank lain", actor=cast.OPERATOR, on=cast.LAUNCH)


def test_a_listing_shows_the_last_four_digits_only():
    assert masked("0010012345678") == "•••••••••5678"
    assert masked("") == ""
