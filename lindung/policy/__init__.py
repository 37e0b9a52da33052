"""The law as dated, cited numbers (parameters/*.yaml) and pure functions of facts and a date.

Every amount explains itself: formula, inputs, parameter, article, confidence. Results are estimates;
BPJS Ketenagakerjaan decides. No Django, no clock, no database.
How a new regulation is added: docs/law/adding-a-regulation.md
"""

from lindung.policy.benefits import benefit
from lindung.policy.eligible import Eligibility, age_limits, eligibility
from lindung.policy.facts import Child
from lindung.policy.history import Change, changes, questions
from lindung.policy.inheritance import Heirs, heirs
from lindung.policy.law import Law, Value, current
from lindung.policy.paperwork import Deadline, Document, deadlines, documents, late_compensation
from lindung.policy.premiums import premium
from lindung.policy.results import Benefit, Line, Notice, Premium
from lindung.policy.scholarships import scholarship
from lindung.policy.standing import Standing, standing

__all__ = [
    "Benefit",
    "Change",
    "Child",
    "Deadline",
    "Document",
    "Eligibility",
    "Heirs",
    "Law",
    "Line",
    "Notice",
    "Premium",
    "Standing",
    "Value",
    "age_limits",
    "benefit",
    "changes",
    "current",
    "deadlines",
    "documents",
    "eligibility",
    "heirs",
    "late_compensation",
    "premium",
    "questions",
    "scholarship",
    "standing",
]
