"""Finding people by whatever an officer has at hand: NIK, KPJ, telephone, a name however spelt, a village."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Case, Exists, F, FloatField, OuterRef, Q, QuerySet, Subquery, Value, When

from lindung.people.models import Address, Fact, Identifier, Person
from lindung.people.names import folded
from lindung.regions.models import Region

NUMBERS = (Identifier.Kind.NIK, Identifier.Kind.KPJ, Identifier.Kind.HOUSEHOLD)
FEWEST_DIGITS = 6  # below that a text with figures is a name or a place
# How alike a name must be, 0 to 1: one word as it stands in a name; of several, half of them is too little.
ONE_WORD, SEVERAL_WORDS = 0.6, 0.65


@dataclass(frozen=True, slots=True)
class Asked:
    """What one box of text means: figures of a number, or a name and the words of a place after a comma."""

    number: str = ""
    name: str = ""
    place: str = ""

    @classmethod
    def read(cls, text: str) -> Asked:
        text = text.replace("\0", "").strip()
        digits = re.sub(r"[\s.\-'’‘`+()/]", "", text)
        if digits.isascii() and digits.isdigit() and len(digits) >= FEWEST_DIGITS:
            return cls(number=digits)
        name, _, place = text.partition(",")
        return cls(name=folded(name), place=place.strip())


def phone_of(digits: str) -> str:
    """As the registry keeps it: 0812… and 62812… are +62812…"""
    return "+62" + digits.removeprefix("62").removeprefix("0")


def numbered(rows: QuerySet[Person], digits: str) -> QuerySet[Person]:
    """Who holds or held this NIK, KPJ or household number, or has this telephone."""
    holders = Identifier.objects.filter(kind__in=NUMBERS, value=digits).values("person_id")
    called = Person.objects.filter(phone=phone_of(digits)).exclude(phone="").values("pk")
    return rows.filter(pk__in=holders.union(called)).annotate(score=Value(1.0, FloatField()))


def named(rows: QuerySet[Person], name: str) -> QuerySet[Person]:
    """Whose name holds something like `name` (folded), with how alike it is as `score`."""
    least = SEVERAL_WORDS if " " in name else ONE_WORD
    alike = TrigramWordSimilarity(name, "name_key")
    # The operator finds by the index, from 0.6 on; the rest is asked of what it found. Also where that is no more:
    # it tells the planner what a walk through the whole registry would cost.
    found = rows.filter(name_key__trigram_word_similar=name).annotate(alike=alike).filter(alike__gte=least)
    return found.annotate(score=F("alike") + TrigramSimilarity("name_key", name))


def resembling(rows: QuerySet[Person], name: str) -> QuerySet[Person]:
    """Whose whole name looks like `name`, far less surely: for when `named` finds nobody."""
    return rows.filter(name_key__trigram_similar=name).annotate(score=TrigramSimilarity("name_key", name))


def living_in(rows: QuerySet[Person], region: str) -> QuerySet[Person]:
    """Who lives or lived in the region, of whatever level."""
    inside = Address.objects.filter(Q(village=region) | Q(village__code__startswith=f"{region}.")).values(
        "person_id"
    )
    return rows.filter(pk__in=inside)


def told(rows: QuerySet[Person]) -> QuerySet[Person]:
    """With what a list shows: `nik`, `village_name`, `subdistrict_name` and `standing` (died, double or empty)."""
    own = OuterRef("pk")
    nik = Identifier.objects.filter(person=own, kind=Identifier.Kind.NIK).order_by(
        Case(When(state=Identifier.State.RETIRED, then=1), default=0), "-since"
    )
    home = Address.objects.filter(person=own).order_by("-since", "source")
    died = Fact.objects.filter(person=own, kind=Fact.Kind.DIED, revoked_on=None)
    return rows.annotate(
        nik=Subquery(nik.values("value")[:1]),
        village_name=Subquery(home.values("village__name")[:1]),
        subdistrict_name=Subquery(home.values("village__parent__name")[:1]),
        standing=Case(
            When(merged_into__isnull=False, then=Value("double")),
            When(Exists(died), then=Value("died")),
            default=Value(""),
        ),
    )


def region_named(code: str) -> str:
    """ "Barene, Wewiku": a place and what it lies in; empty for a code that nothing has."""
    place = Region.objects.filter(code=code).select_related("parent").first()
    return ", ".join(one.name for one in (place, place.parent) if one) if place else ""


def holder_of(nik: str) -> int | None:
    """The person who holds this NIK now, wherever he lives."""
    held = Identifier.objects.filter(kind=Identifier.Kind.NIK, value=nik).exclude(state=Identifier.State.RETIRED)
    return held.values_list("person_id", flat=True).first()
