"""Problems of the registry."""

from lindung.kernel.problem import Kind, Severity

NOT_MERGEABLE = Kind(
    "PEOPLE-01",
    Severity.ERROR,
    "Orang {person} tidak dapat digabung ke {into}: salah satunya sudah digabung atau tidak ada.",
    "Gabungkan ke orang asalnya.",
)
DOUBTFUL = Kind(
    "PEOPLE-02",
    Severity.LOOK,
    "NIK ini sudah terdaftar ({doubt}).",
    "Cocokkan dengan KTP dan catatan orangnya sebelum melanjutkan.",
)
NOT_A_NIK = Kind(
    "PEOPLE-03",
    Severity.ERROR,
    "{value} bukan NIK yang mungkin.",
    "Salin 16 angka dari KTP.",
)
NIK_HELD = Kind(
    "PEOPLE-04",
    Severity.ERROR,
    "NIK {value} dipegang orang lain ({name}).",
    "Bila keduanya satu orang, putuskan pasangannya dengan `lindung match`; bila bukan, periksa KTP keduanya.",
)
