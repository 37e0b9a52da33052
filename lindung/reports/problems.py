"""Problems of the figures."""

from lindung.kernel.problem import Kind, Severity

FIGURE_DIFFERS = Kind(
    "REPORT-01",
    Severity.ERROR,
    "{stage} program {programme} di {district}: angka tersimpan {kept}, hitungan ulang {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
VILLAGE_DIFFERS = Kind(
    "REPORT-02",
    Severity.ERROR,
    "{stage} program {programme} di desa {village}: angka tersimpan {kept}, hitungan ulang {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A tally that differs from the base tables is a fault of ours, never of an officer."""
