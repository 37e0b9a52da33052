"""The branches of BPJS, from the list kept as data."""

from __future__ import annotations

from django.db import transaction

from lindung.membership.branches import known_branches
from lindung.membership.models import Branch, BranchArea
from lindung.regions.models import Region


@transaction.atomic
def load_branches() -> int:
    """Bring the tables in line with the list; how many districts have a branch.

    Districts that are not loaded as regions yet are left out: load again after the regions.
    """
    branches = known_branches()
    Branch.objects.bulk_create(
        [Branch(code=entry.code, name=entry.name) for entry in branches],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name"],
    )
    served = {code: entry.code for entry in branches for code in entry.districts}
    loaded = Region.objects.filter(code__in=served).values_list("code", flat=True)
    areas = [BranchArea(district_id=code, branch_id=served[code]) for code in loaded]
    BranchArea.objects.bulk_create(
        areas, update_conflicts=True, unique_fields=["district"], update_fields=["branch"]
    )
    return len(areas)
