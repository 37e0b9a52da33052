"""Jobs of the worker (`lindung work`)."""

from __future__ import annotations

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from lindung.web import services

TRIES = 3  # after the first


@app.task(name="web.write_export", retry=RetryStrategy(max_attempts=TRIES, wait=3), pass_context=True)
def write_export(context: JobContext, number: int, attempt: int) -> None:
    """Write one list; an error is tried again, and after the last try the person is told."""
    finished = False
    try:
        services.write(number, attempt)
        finished = True
    finally:
        # No error is caught: it goes on to the worker's log, and on its last try also to the person's page.
        if not finished and context.job.attempts >= TRIES:
            services.fail(number, attempt, "EXPORT")


@app.periodic(cron="17 3 * * *")
@app.task(name="web.forget_old_exports")
def forget_old_exports(timestamp: int) -> None:
    """Every night: files that nobody may fetch any more are emptied."""
    services.forget_old()
