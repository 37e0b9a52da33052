"""Lindung: cover for vulnerable workers, every person-month paid exactly once.

The rooms below stand in the order a record passes through them; a room imports only rooms before it.
Read `docs/architecture.md` for the map.
"""
