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
from lindung.people.services.register import Newcomer, register, register_new

__all__ = [
    "Newcomer",
    "change_kpj",
    "correct_nik",
    "give_kpj",
    "load_occupations",
    "merge",
    "merge_many",
    "record_fact",
    "record_facts",
    "register",
    "register_new",
    "revoke_fact",
    "unmerge",
]
