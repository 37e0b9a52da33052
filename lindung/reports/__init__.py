"""Figures: every stage of every programme in every district as its own count, and the proof that they are right.

Today's figures come from the tallies the database keeps; those of an earlier day are counted from the base tables
by what was known then. `verify` holds the two against each other and runs every room's invariants.
"""
