"""Questions about pairs and lists: what waits for a person, whom it keeps waiting, what stands side by side."""

from lindung.matching.queries.compared import compared
from lindung.matching.queries.listed import (
    LIST_TITLES,
    WAITING_TITLES,
    counts_of_list,
    listed_waiting,
    loaded_lists,
)
from lindung.matching.queries.pairs import (
    BETWEEN_ROOTS,
    OPEN,
    SHOWN,
    Open,
    Shown,
    Side,
    Turn,
    Waiting,
    detailed,
    lives_within,
    open_pairs,
    pair,
    sides,
    waiting,
)

__all__ = [
    "BETWEEN_ROOTS",
    "LIST_TITLES",
    "OPEN",
    "SHOWN",
    "WAITING_TITLES",
    "Open",
    "Shown",
    "Side",
    "Turn",
    "Waiting",
    "compared",
    "counts_of_list",
    "detailed",
    "listed_waiting",
    "lives_within",
    "loaded_lists",
    "open_pairs",
    "pair",
    "sides",
    "waiting",
]
