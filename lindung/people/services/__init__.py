"""The verbs of the registry: the only writer of persons and what is known of them."""

from lindung.people.services.identity import correct_nik, merge, merge_many, unmerge
from lindung.people.services.life import (
    change_kpj,
    give_kpj,
    load_occupations,
    record_fact,
    record_facts,
    revoke_fact,
)
from lindung.people.services.record import correct, look, move, reveal, version_of
from lindung.people.services.register import Newcomer, register, register_new

__all__ = [
    "Newcomer",
    "change_kpj",
    "correct",
    "correct_nik",
    "give_kpj",
    "load_occupations",
    "look",
    "merge",
    "merge_many",
    "move",
    "record_fact",
    "record_facts",
    "register",
    "register_new",
    "reveal",
    "revoke_fact",
    "unmerge",
    "version_of",
]
