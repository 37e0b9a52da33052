"""The verbs of banking: consent, accounts, statements, payments ordered of banks. Bulk work is one statement."""

from lindung.banking.services.accounts import (
    Answer,
    Answered,
    Asked,
    answer_accounts,
    answer_staged,
    bring_forward,
    create_bank,
    record_consents,
    request_accounts,
    stage_answers,
)
from lindung.banking.services.looking import reveal_accounts
from lindung.banking.services.payments import Item, Told, answer_transfers, order_payments, resolve
from lindung.banking.services.statements import Entered, Movement, enter_statement, refuse_unbalanced

__all__ = [
    "Answer",
    "Answered",
    "Asked",
    "Entered",
    "Item",
    "Movement",
    "Told",
    "answer_accounts",
    "answer_staged",
    "answer_transfers",
    "bring_forward",
    "create_bank",
    "enter_statement",
    "order_payments",
    "record_consents",
    "refuse_unbalanced",
    "request_accounts",
    "resolve",
    "reveal_accounts",
    "stage_answers",
]
