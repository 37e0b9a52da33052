"""The registry: one row per human being, whatever programme pays.

A person has an id of its own. Identifiers (NIK, household number, KPJ) are dated rows with a source and a state.
Facts of life (died, moved, became a wage earner) are dated, sourced and revocable, never flags.
"""
