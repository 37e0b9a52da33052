"""Records in, weighed pairs out. Polars and RapidFuzz, no database; the model is a file (`model.shipped`).

keys(records)     who may be one person at all: records that share a key
pairs(keys)       the candidates
weigh(pairs, …)   weight, probability, fate and levels of each
match(…)          the three in one
explain(a, b)     why, as data and in words
clusters(pairs)   the rows that hang together
"""

from lindung.matching.engine.blocking import keys, pairs
from lindung.matching.engine.clustering import clusters
from lindung.matching.engine.explaining import Explanation, Reason, explain, explanations, reasons
from lindung.matching.engine.matching import match
from lindung.matching.engine.model import Model, load, shipped
from lindung.matching.engine.records import FIELDS, records
from lindung.matching.engine.scoring import FATES, weigh

__all__ = [
    "FATES",
    "FIELDS",
    "Explanation",
    "Model",
    "Reason",
    "clusters",
    "explain",
    "explanations",
    "keys",
    "load",
    "match",
    "pairs",
    "reasons",
    "records",
    "shipped",
    "weigh",
]
