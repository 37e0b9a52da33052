"""The house stays tidy: short files, short functions, writes only in services, a kernel that stays small."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "lindung"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
MAX_FILE, MAX_FUNCTION, MAX_KERNEL = 400, 70, 500
# What may write besides services: the set-based shelves that end in a service's statement, and the benchmarks'
# floors, which are bare on purpose.
WRITERS = {"services", "services.py", "bench", "bench.py"}
WRITING = {"save", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_are_short(path):
    text = path.read_text(encoding="utf-8")
    lines = text.count("\n")
    assert lines <= MAX_FILE, f"{path} has {lines} lines: make the shelf a folder of that name"
    for function in functions(ast.parse(text)):
        length = (function.end_lineno or 0) - function.lineno + 1
        assert length <= MAX_FUNCTION, f"{path}:{function.lineno} {function.name} has {length} lines: split it"


def test_the_kernel_stays_small():
    lines = sum(path.read_text().count("\n") for path in FILES if path.parts[-2] == "kernel")
    assert lines <= MAX_KERNEL, f"the kernel has {lines} lines: what a room owns goes into the room"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_services_write(path):
    if WRITERS & set(path.parts) or "tests" in path.parts:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        writes = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITING
        # `save` is also the name of a layout's last step; a layout that builds on another calls its.
        writes = writes and not ("imports" in path.parts and ast.unparse(node.func) == "super().save")
        assert not writes, f"{path}:{node.lineno} writes with {node.func.attr}: move it to the room's services"


def test_nothing_swallows_errors():
    for path in FILES:
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            broad = isinstance(node, ast.ExceptHandler) and (
                node.type is None
                or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
            )
            assert not broad, f"{path}:{node.lineno} catches everything: name the error, errors must be loud"
