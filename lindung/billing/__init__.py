"""Premiums: a bill frozen from the ledger, its payments, and credits for billed months that were reversed.

Below stand coverage and membership: a bill charges what the ledger holds for people BPJS accepted. Each line is one
entry of the ledger, so that no month is ever billed twice. Rupiah spent are this room's to answer.
"""
