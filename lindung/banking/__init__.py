"""Savings accounts: who agreed to one, what was asked of the bank, what the bank answered.

An account exists when the bank says so. It belongs to the person and outlives the programme it was opened for.
"""
