"""Problems of deciding whether two rows are one person, and of lists held against the registry."""

from lindung.kernel.problem import Kind, Severity

UNKNOWN_PAIR = Kind(
    "MATCH-01",
    Severity.ERROR,
    "Tidak ada pasangan bernomor {pair}.",
    "Lihat nomornya dengan `lindung match queue`.",
)
DECIDED_ALREADY = Kind(
    "MATCH-02",
    Severity.ERROR,
    "Pasangan {pair} sudah diputuskan {who}: {state}.",
    "Batalkan dahulu dengan `lindung match undo` bila putusannya keliru.",
)
PROPOSER_DECIDES = Kind(
    "MATCH-03",
    Severity.ERROR,
    "Pasangan {pair} berasal dari data yang dimasukkan {actor} sendiri; pengusul tidak boleh memutuskan.",
    "Minta petugas lain memutuskan.",
)
OUT_OF_REGION = Kind(
    "MATCH-04",
    Severity.ERROR,
    "Tidak seorang pun dari pasangan {pair} tinggal di wilayah {region}.",
    "Serahkan kepada petugas wilayahnya.",
)
CONTRADICTS = Kind(
    "MATCH-05",
    Severity.ERROR,
    "Putusan atas pasangan {pair} berlawanan dengan pasangan {other}: {state}.",
    "Batalkan dahulu yang keliru dengan `lindung match undo`.",
)
NOT_LISTED = Kind(
    "MATCH-06",
    Severity.ERROR,
    "Baris daftar {listed} tidak ada atau sudah diputuskan.",
    "Lihat yang menunggu dengan `lindung lists show --waiting`.",
)
NO_SUCH_LIST = Kind(
    "MATCH-07",
    Severity.ERROR,
    "Tidak ada daftar bernomor {file}, atau daftarnya sudah dicabut.",
    "Lihat nomornya dengan `lindung lists show`.",
)
MERGED_NOT_ROOT = Kind(
    "MATCH-08",
    Severity.ERROR,
    "{count} orang tergabung ke orang yang sendiri tergabung.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
SAME_BUT_APART = Kind(
    "MATCH-09",
    Severity.ERROR,
    "Pasangan {pair} diputuskan orang yang sama tetapi barisnya terpisah.",
    "Batalkan putusannya dengan `lindung match undo`, lalu putuskan lagi.",
)
DIFFERENT_BUT_ONE = Kind(
    "MATCH-10",
    Severity.ERROR,
    "Pasangan {pair} diputuskan orang berbeda tetapi keduanya tergabung.",
    "Batalkan penggabungan yang keliru dengan `lindung match undo`.",
)

# What a list held against the registry can have wrong in a row.
NOBODY_NAMED = Kind(
    "LIST-01",
    Severity.ERROR,
    "Nama kosong: barisnya tidak menyebut siapa pun.",
    "Isi nama seperti di KTP.",
)
TOO_LITTLE = Kind(
    "LIST-02",
    Severity.ERROR,
    "Tanpa NIK dan tanggal lahir orangnya tidak dapat dikenali dari nama saja.",
    "Isi NIK atau tanggal lahir.",
)
NO_DAY = Kind(
    "LIST-03",
    Severity.ERROR,
    "Tanggal peristiwa kosong atau tidak terbaca.",
    "Isi tanggal, bulan dan tahun: 9/8/2025.",
)
NOT_YET = Kind(
    "LIST-04",
    Severity.ERROR,
    "Tanggal peristiwa lebih kemudian daripada hari daftar diterima.",
    "Periksa tanggalnya.",
)
LOAD_AS_LIST = Kind(
    "LIST-05",
    Severity.ERROR,
    "Berkas dengan tata letak {layout} adalah daftar untuk dicocokkan, bukan usulan.",
    "Muat dengan `lindung lists load`.",
)
LOADER_DECIDES = Kind(
    "LIST-06",
    Severity.ERROR,
    "Baris daftar {listed} berasal dari daftar yang dimasukkan {actor} sendiri.",
    "Minta petugas lain memutuskan.",
)
LISTED_OUT_OF_REGION = Kind(
    "LIST-07",
    Severity.ERROR,
    "Orang yang mungkin dimaksud baris daftar {listed} tidak tinggal di wilayah {region}.",
    "Serahkan kepada petugas wilayahnya.",
)
NO_SUCH_PERSON = Kind(
    "MATCH-11",
    Severity.ERROR,
    "Tidak kedua orang {people} ada dalam catatan.",
    "Nomor orang tampak pada `lindung match show` dan pada halaman orangnya.",
)
