"""What both tests of chaos need: the power gone at a statement, a process killed at a moment, many random lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from lindung.intake import child
from lindung.intake.reading import parent
from lindung.intake.reading.book import Sheet
from lindung.reports.checks import every_check


def faults() -> list[str]:
    return [f"{name}: {problem}" for name, check in every_check() for problem in check()]


class PowerCut(OperationalError):
    """The power goes in the middle of an act."""


@contextmanager
def power_gone_after(statements: int) -> Iterator[None]:
    """The connection dies at that statement; what the act had written is gone with its transaction."""
    left = statements

    def die(execute, sql, params, many, context):
        nonlocal left
        left -= 1
        if left < 0:
            raise PowerCut("the power is gone")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die):
        yield


@pytest.fixture
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are opened by the child's own code, without starting it a thousand times."""

    def opened(path: Path, suffix: str, folder: Path) -> tuple[Sheet, ...]:
        import polars as pl

        answer = child.opened(path, suffix, folder)
        return tuple(
            Sheet(sheet["name"], sheet["hidden"], pl.read_ipc(folder / f"{number}.arrow"))
            for number, sheet in enumerate(answer["sheets"])  # type: ignore[arg-type, var-annotated]
        )

    monkeypatch.setattr(child, "limit_memory", lambda unpacked: None)
    monkeypatch.setattr(parent, "_opened", opened)


def live(machine: type[RuleBasedStateMachine], *, steps: int) -> None:
    """So many random lives of the machine (LINDUNG_CHAOS, 6), each of `steps` steps."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(os.environ.get("LINDUNG_CHAOS", "6")),
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate,),  # a failure of so many steps takes an hour to shrink
        ),
    )


def killed(program: str, paths: Sequence[Path], waits: Sequence[float]) -> Iterator[None]:
    """Run `program` over the files again and again: killed after each of `waits` seconds, at last left alone.

    The program prints "ready" before its first act and "done" after its last. Yields after every run.
    """
    done = False
    for wait in (*waits, None):
        process = subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(program), *map(str, paths)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        if wait is not None:
            time.sleep(wait)  # the moment of the kill is what is tried
            process.send_signal(signal.SIGKILL)
        done = process.stdout.read() == "done\n"
        process.wait()
        yield
    assert done, "left alone, it comes to its end"
