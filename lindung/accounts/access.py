"""Where a signed-in person may do what, and the one filter of rows: `visible_to(user, rows)`.

Lists, counts, search, drop-downs, exports, files and the API all ask here. Without a role nothing is seen; a row
without a region is seen only from a whole province.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from lindung.accounts.models import Role, User
from lindung.accounts.rights import WITH_SECOND_FACTOR, Access, RoleName, roles_with
from lindung.audit.models import Act
from lindung.regions.models import Region

# Models of the rooms below, which cannot say it themselves.
SEEN_BELOW: dict[type[Model], Access] = {Act: Access("audit.read")}


@dataclass(frozen=True, slots=True)
class Scope:
    """Codes of the regions in which a capability is held."""

    codes: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.codes)

    @property
    def whole(self) -> bool:
        """Whether a whole province is among them."""
        return any(len(code) == 2 for code in self.codes)

    def __contains__(self, region: str) -> bool:
        return any(region == code or region.startswith(f"{code}.") for code in self.codes)

    @property
    def above(self) -> set[str]:
        """These codes and those of every region above them."""
        parts = [code.split(".") for code in self.codes]
        return {".".join(part[:depth]) for part in parts for depth in range(1, len(part) + 1)}


def held(user: Any, on: date | None = None) -> list[tuple[RoleName, str]]:
    """Roles of a user with the region of each, in force on a day (default: today). Asked once per request."""
    if not isinstance(user, User) or not user.is_active:
        return []
    day = on or timezone.localdate()
    known: dict[date, list[tuple[RoleName, str]]] = user.__dict__.setdefault("_held", {})
    if day not in known:
        rows = Role.objects.in_force(day).filter(user=user).order_by("region_id").values_list("name", "region_id")
        known[day] = [(RoleName(name), region) for name, region in rows]
    return known[day]


def scope(user: Any, capability: str, on: date | None = None) -> Scope:
    """Where the user has the capability; an empty scope means nowhere."""
    fitting = roles_with(capability)
    return Scope(tuple(dict.fromkeys(region for role, region in held(user, on) if role in fitting)))


def has(user: Any, capability: str, region: str | None = None) -> bool:
    """Whether the user has the capability in a region; without one: anywhere."""
    where = scope(user, capability)
    return bool(where) if region is None else region in where


def needs_second_factor(user: Any) -> bool:
    return any(role in WITH_SECOND_FACTOR for role, _ in held(user))


def visible_to[M: Model](user: Any, rows: QuerySet[M], needs: str = "") -> QuerySet[M]:
    """Those of `rows` that lie where the user may see them. Raises TypeError for a model that does not say how.

    `needs`: only where the user holds this capability too, for acts on rows that reach less far than seeing them.
    """
    seen = getattr(rows.model, "seen", None) or SEEN_BELOW.get(rows.model)
    if not isinstance(seen, Access):
        raise TypeError(f"{rows.model.__name__} does not say who sees it: give it `seen = Access(…)`")
    if needs and needs != seen.needs:
        rows = visible_to(user, rows)
    where = scope(user, needs or seen.needs)
    if not where:
        return rows.none()
    if not seen.region:
        return rows if where.whole else rows.none()
    if where.whole and _by_village(seen) and _every_village(user, where):
        return rows
    inside = _inside(seen, where)
    if any(_many(rows.model, path) for path in seen.region):
        # A join onto several addresses would show a person several times.
        return rows.filter(pk__in=rows.model._default_manager.filter(inside).values("pk"))
    return rows.filter(inside)


def _by_village(seen: Access) -> bool:
    return any(path.rpartition("__")[2] == "village" for path in seen.region)


def _every_village(user: Any, where: Scope) -> bool:
    """Whether all villages there are lie in the scope: then no row need be asked where. Once per request."""
    known: dict[Scope, bool] = user.__dict__.setdefault("_every_village", {})
    if where not in known:
        inside = Q()
        for code in where.codes:
            inside |= Q(code__startswith=f"{code}.")
        known[where] = not Region.objects.filter(kind=Region.Kind.VILLAGE).exclude(inside).exists()
    return known[where]


def _inside(seen: Access, where: Scope) -> Q:
    found = Q(pk__in=[])
    for path in seen.region:
        if where.whole:
            # Nearly everything: read it through and look at each code. `code` is the key itself: no join is made.
            for code in where.codes:
                found |= Q(**{path: code}) | Q(**{f"{path}__code__startswith": f"{code}."})
            found |= Q(**{f"{path}__isnull": True})
        else:
            # A few places: an index finds theirs, which it could not do by the beginning of a text.
            found |= Q(**{f"{path}__in": places_in(where.codes)})
        if seen.from_inside:
            found |= Q(**{f"{path}__in": sorted(where.above)})
    return found


def places_in(codes: Sequence[str]) -> QuerySet[Region, str]:
    """Codes of these regions and of all inside them."""
    inside = Q(code__in=codes)
    for code in codes:
        inside |= Q(code__startswith=f"{code}.")
    return Region.objects.filter(inside).values_list("code", flat=True)


def _many(model: type[Model], path: str) -> bool:
    """Whether the path passes a relation of one to many."""
    at: Any = model
    for part in path.split("__"):
        field = at._meta.get_field(part)
        if field.one_to_many or field.many_to_many:
            return True
        at = field.related_model
    return False
