"""The verbs of the registry: the only writer of persons and what is known of them."""

from lindung.people.services.life import change_kpj, give_kpj, load_occupations, merge, record_fact, revoke_fact
from lindung.people.services.register import Newcomer, register

__all__ = [
    "Newcomer",
    "change_kpj",
    "give_kpj",
    "load_occupations",
    "merge",
    "record_fact",
    "register",
    "revoke_fact",
]
