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
CORRECTED_MEANWHILE = Kind(
    "PEOPLE-05",
    Severity.ERROR,
    "Data {name} sudah diperbaiki orang lain sejak halaman ini dibuka.",
    "Muat ulang halaman, lihat data yang baru, lalu perbaiki lagi bila perlu.",
)
NO_REASON = Kind(
    "PEOPLE-06",
    Severity.ERROR,
    "Nomor utuh hanya diperlihatkan dengan alasan.",
    "Tulis untuk apa nomor itu diperlukan, misalnya: mencocokkan dengan KTP di loket.",
)
KNOWN_ALREADY = Kind(
    "PEOPLE-07",
    Severity.ERROR,
    "NIK {value} sudah terdaftar.",
    "Cari orangnya dengan NIK itu; bila tidak tampil, ia tercatat di wilayah lain: hubungi pengelola provinsi.",
)
