"""Cards and bank books: made, moved, handed over, taken back.

BPJS's card and the bank's book are two things with two custodians and two receipts. A handover is a turn of its
item, as a month is in the ledger of cover: even turns give, odd turns take back, none is skipped or changed.
"""
