"""The verbs of banking: consent, accounts, statements, payments ordered of banks. Bulk work is one statement."""

from lindung.banking.services.accounts import (
    Answer,
    Answered,
    answer_accounts,
    answer_staged,
    bring_forward,
    stage_answers,
)
from lindung.banking.services.asking import (
    Asked,
    create_bank,
    foresee_requests,
    record_consents,
    request_accounts,
)
from lindung.banking.services.looking import reveal_accounts
from lindung.banking.services.payments import Item, Told, answer_transfers, order_payments, resolve, withdraw_order
from lindung.banking.services.settling import explain_entry, pay_by_entry, settle_by_entry, settle_contradiction
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
    "explain_entry",
    "foresee_requests",
    "order_payments",
    "pay_by_entry",
    "record_consents",
    "refuse_unbalanced",
    "request_accounts",
    "resolve",
    "reveal_accounts",
    "settle_by_entry",
    "settle_contradiction",
    "stage_answers",
    "withdraw_order",
]
