"""Two officers at once: what only really committed transactions can show."""

from lindung.coverage.tests.test_two_writers import at_once
from lindung.exchange.models import Message
from lindung.membership.models import Registration
from lindung.membership.tests.test_answer import assert_in_balance, batch_of
from lindung.membership.tests.test_files import answers, enter, yes


def test_two_officers_who_enter_one_file_at_once_enter_it_once(committed_db, tmp_path):
    batch, _ = batch_of(20)
    path = answers(tmp_path, *(yes(number) for number in range(1, 21)))
    done = at_once(lambda: enter(path, batch), lambda: enter(path, batch))
    assert sorted(one.already for one in done) == [False, True]
    assert Message.objects.filter(direction="in").count() == 1
    assert Registration.objects.filter(answer="accepted").count() == 20
    assert_in_balance()
