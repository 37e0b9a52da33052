"""Problems of nominations."""

from lindung.kernel.problem import Kind, Severity

PROPOSER_VERIFIES = Kind(
    "NOM-01",
    Severity.ERROR,
    "{count} usulan diajukan oleh {actor} sendiri; pengusul tidak boleh memverifikasi.",
    "Minta petugas lain memverifikasi.",
)
NOT_WITHDRAWABLE = Kind(
    "NOM-02",
    Severity.ERROR,
    "Usulan {nomination} tidak ada atau sudah disebut SK.",
    "Yang sudah ditetapkan diakhiri dengan pembatalan, bukan ditarik.",
)
