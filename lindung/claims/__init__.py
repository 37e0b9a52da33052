"""Claims: an accident or a death, our estimate, BPJS's decision, BPJS's payments; three things kept apart.

BPJS Ketenagakerjaan decides and pays; we help a family to claim what the ledger of cover says is theirs, and keep
what BPJS answered beside what policy expected.
"""
