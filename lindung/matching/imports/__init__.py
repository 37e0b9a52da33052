"""Lists of people that are held against the registry, as intake asks for them (INTAKE_LAYOUTS)."""

from lindung.matching.imports.lists import (
    ActiveMembers,
    Deceased,
    ListContext,
    Moved,
    WageWorkers,
    compare_again,
)

__all__ = ["ActiveMembers", "Deceased", "ListContext", "Moved", "WageWorkers", "compare_again"]
