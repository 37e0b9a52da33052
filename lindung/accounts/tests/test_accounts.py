"""Accounts: opened once, a weak password refused, every change written down."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from lindung.accounts.models import User
from lindung.accounts.services import open_account
from lindung.audit.models import Act
from tests import cast

pytestmark = pytest.mark.django_db
GOOD = "lontar-di-tepi-pantai-7"


def opened(password: str = GOOD) -> User:
    return open_account(username="maria", name="Maria Seuk", password=password, actor=cast.OPERATOR, on=cast.LAUNCH)


def test_an_officer_signs_in_with_the_password_given():
    opened()
    assert Client().login(username="maria", password=GOOD)
    assert not Client().login(username="maria", password="salah")


def test_a_weak_password_is_refused_and_opens_nothing():
    with pytest.raises(ValidationError):
        opened("12345678")
    assert not User.objects.exists()


def test_a_second_time_only_changes_the_password_and_both_are_written_down():
    opened()
    opened("sasando-berbunyi-malam-9")
    assert User.objects.count() == 1
    assert not Client().login(username="maria", password=GOOD)
    assert list(Act.objects.filter(subject="user:maria").order_by("pk").values_list("verb", flat=True)) == [
        "accounts.open_account",
        "accounts.change_password",
    ]
