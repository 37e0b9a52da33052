"""A test set for finding duplicates: invented people of NTT, some of them on the lists twice, and the truth.

It knows nothing of how duplicates are found and shares no code with it: it models what district lists contain, and
docs/decisions/doubles-set.md gives the reason of every rate. `rates.CALIBRATION_SEED` is for setting thresholds,
`rates.BENCH_SEED` for measuring.
"""

from lindung.demo.doubles.lists import Doubles, ntt
from lindung.demo.doubles.rates import BENCH_SEED, CALIBRATION_SEED

__all__ = ["BENCH_SEED", "CALIBRATION_SEED", "Doubles", "ntt"]
