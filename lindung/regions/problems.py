"""Problems of the region list."""

from lindung.kernel.problem import Kind, Severity

BAD_CODE = Kind(
    "REGION-01",
    Severity.ERROR,
    "kode {value!r} bukan kode wilayah.",
    "Tulis seperti 53, 53.21, 53.21.01 atau 53.21.01.2001.",
)
NO_NAME = Kind("REGION-02", Severity.ERROR, "wilayah {value} tidak bernama.", "Isi kolom name.")
NO_PARENT = Kind(
    "REGION-03",
    Severity.ERROR,
    "wilayah di atas {value} tidak dikenal.",
    "Muat dahulu {parent}, atau tulis barisnya dalam berkas yang sama.",
)
NO_SUCCESSOR = Kind(
    "REGION-04",
    Severity.ERROR,
    "kode pengganti {value} tidak dikenal.",
    "Tulis pengganti yang ada dalam daftar, atau tambahkan barisnya dalam berkas yang sama.",
)
BAD_VALUE = Kind("REGION-05", Severity.ERROR, "kolom {column} berisi {value!r}.", "Tulis {wanted}, atau kosongkan.")
VANISHED = Kind(
    "REGION-06",
    Severity.LOOK,
    "kode {value} hilang dari daftar {source} tanpa pengganti yang jelas; kode itu dihentikan.",
    "Sebutkan penggantinya lewat `lindung regions load --csv` dengan kolom code, retired_on, successor.",
)
NOT_A_LIST = Kind(
    "REGION-07",
    Severity.ERROR,
    "berkas bukan daftar wilayah: {reason}.",
    "Simpan sebagai CSV UTF-8 dengan kolom code dan name (boleh latitude, longitude, population, "
    "retired_on, successor).",
)
TWICE = Kind("REGION-08", Severity.ERROR, "kode {value} tertulis dua kali.", "Hapus salah satu barisnya.")
UNKNOWN = Kind(
    "REGION-09",
    Severity.ERROR,
    "kode {value} yang dihentikan tidak dikenal.",
    "Periksa kodenya dengan `lindung regions search`.",
)
