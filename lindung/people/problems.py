"""Problems of the registry."""

from lindung.kernel.problem import Kind, Severity

NOT_MERGEABLE = Kind(
    "PEOPLE-01",
    Severity.ERROR,
    "Orang {person} tidak dapat digabung ke {into}: salah satunya sudah digabung atau tidak ada.",
    "Gabungkan ke orang asalnya.",
)
