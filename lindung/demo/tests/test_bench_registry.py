"""The bench of a full registry at a size for tests: whom the registry knows is met."""

from __future__ import annotations

import pytest

from lindung.demo.bench.registry import registry


@pytest.mark.slow
def test_a_file_meets_the_people_the_registry_knows(committed_db):
    found = registry(rows=3_000, file_rows=300)
    assert found["known"] > 50
    assert found["met"] >= 0.95 * found["known"]
    assert found["waiting"] <= 0.02 * found["rows"]
    assert found["finding_seconds"] < found["seconds"]
    assert found["typed_ms"] > 0
