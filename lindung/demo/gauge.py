"""How long an act takes and how much memory a process had."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def peak_memory() -> int:
    """Largest memory of this process and of any it started, in MB."""
    both = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(both) // 1024
