"""Long jobs of intake, run by `lindung work`."""

from __future__ import annotations

from django.db import OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lindung.intake.services import take_in_arrival
from lindung.intake.services.delivering import TASK
from lindung.kernel.problem import Refused

# Another process takes in the same content, or the database was away for a moment.
LATER = RetryStrategy(max_attempts=5, wait=5, retry_exceptions=[Refused, OperationalError])


@app.task(name=TASK, queue="intake", retry=LATER)
def take_in(arrival: int) -> None:
    take_in_arrival(arrival=arrival)
