"""Fifty officers at once, each opening one page after another."""

from __future__ import annotations

import http
import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles

from lindung.demo.bench.pages import every_visit, stage
from lindung.demo.bench.server import Server, cookie_of, served


@dataclass
class Tally:
    """What all of them met; guarded by its lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def serve(*, people: int, visitors: int, seconds: int, think: float, story: bool = False) -> dict[str, object]:
    """`visitors` officers for `seconds`, each reading `think` seconds before the next page; errors and times."""
    with stage(people, story) as covered:
        visits, _ = every_visit()
        cookies = {visit.user.pk: cookie_of(visit.user) for visit in visits}
        paths: dict[int, list[str]] = {}
        for visit in visits:
            paths.setdefault(visit.user.pk, []).append(visit.path)
        who = [user for user, _ in zip(cycle(paths), range(visitors), strict=False)]
        with served() as server:
            tally, until = Tally(), time.monotonic() + seconds
            threads = [
                threading.Thread(
                    target=_work, args=(server.another(), paths[user], cookies[user], think, turn, until, tally)
                )
                for turn, user in enumerate(who)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    return {
        "people": covered,
        "officers": visitors,
        "seconds": seconds,
        "requests": len(tally.times),
        "per_second": round(len(tally.times) / seconds, 1),
        "errors": sum(tally.errors.values()),
        "which": dict(tally.errors),
        "p50_ms": round(median(tally.times), 1),
        "p95_ms": round(quantiles(tally.times, n=20)[-1], 1),
    }


def _work(
    server: Server, paths: list[str], cookie: str, think: float, turn: int, until: float, tally: Tally
) -> None:
    time.sleep(think * (turn % 10) / 10)  # nobody begins on the same stroke
    for path in cycle(paths[turn % len(paths) :] + paths[: turn % len(paths)]):
        if time.monotonic() >= until:
            return
        begun = time.perf_counter()
        try:
            status = server.get(path, cookie)[0]
        except (OSError, http.client.HTTPException) as trouble:
            status = 0
            server.link.close()
            with tally.lock:
                tally.errors[type(trouble).__name__] += 1
        with tally.lock:
            tally.times.append((time.perf_counter() - begun) * 1000)
            if status not in (0, http.HTTPStatus.OK):
                tally.errors[f"{status} {path}"] += 1
        time.sleep(think)
