"""The ledger of cover: each person-month paid by exactly one programme. The database says so.

`decide` lives here, for this room sees both the nomination and the months. Correct by adding: turn 0 covers,
turn 1 reverses it, turn 2 covers again, perhaps for another programme.
"""
