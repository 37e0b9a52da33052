"""Who is proposed for cover, what was checked, who waits in the reserve, what the decrees decided.

A nomination may wait: over quota, covered elsewhere or registered last year are standings, never rejections.
Decree lines are append-only; an enrolment is the seat a line gave, and the ledger of cover points at it.
"""
