"""Problems of lists asked for as files."""

from lindung.kernel.problem import Kind, Severity

UNKNOWN_LIST = Kind(
    "EXPORT-01",
    Severity.ERROR,
    "Tidak ada daftar bernama {table}.",
    "Buka daftarnya dari menu, lalu unduh dari sana.",
)
NOT_YOURS = Kind(
    "EXPORT-02",
    Severity.ERROR,
    "Daftar itu bukan untuk peran Anda.",
    "Minta pengelola provinsi memberi peran yang sesuai.",
)
TOO_LONG = Kind(
    "EXPORT-03",
    Severity.ERROR,
    "Daftar ini {rows} baris; satu lembar Excel memuat {most}.",
    "Persempit saringannya, atau unduh sebagai CSV.",
)
