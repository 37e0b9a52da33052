"""Who did what, when and why. Append-only; every verb writes one line here in its own transaction.

Stands below accounts, so the actor is kept as an id and a name in text: a line outlives the account.
"""
