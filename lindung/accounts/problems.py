"""Problems of accounts and roles."""

from lindung.kernel.problem import Kind, Severity

OWN_ROLE = Kind(
    "AKUN-01",
    Severity.ERROR,
    "Tidak seorang pun memberi peran kepada dirinya sendiri.",
    "Minta pengelola lain memberikannya.",
)
UNKNOWN_USER = Kind(
    "AKUN-02",
    Severity.ERROR,
    "Tidak ada akun bernama {username}.",
    "Periksa ejaannya dengan `lindung users list`, atau undang orangnya dahulu.",
)
UNKNOWN_REGION = Kind(
    "AKUN-03",
    Severity.ERROR,
    "Tidak ada wilayah berkode {region}.",
    "Cari kodenya dengan `lindung regions search`.",
)
ALREADY_HELD = Kind(
    "AKUN-04",
    Severity.ERROR,
    "{name} sudah memegang peran itu di wilayah itu.",
    "Akhiri peran yang lama bila masanya berubah.",
)
TAKEN = Kind(
    "AKUN-05",
    Severity.ERROR,
    "Nama pengguna {username} sudah dipakai.",
    "Pilih nama lain, atau tambahkan peran kepada akun yang sudah ada.",
)
ENDED = Kind(
    "AKUN-06",
    Severity.ERROR,
    "Peran itu sudah berakhir.",
    "Muat ulang halaman untuk melihat keadaan terbaru.",
)
