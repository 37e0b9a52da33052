"""Problems of files: what cannot be opened, what has no rows, what is known already."""

from lindung.kernel.problem import Kind, Severity

EMPTY_FILE = Kind(
    "INTAKE-01", Severity.ERROR, "Berkas kosong (0 byte).", "Simpan ulang dari Excel, lalu unggah lagi."
)
UNKNOWN_FORMAT = Kind(
    "INTAKE-02",
    Severity.ERROR,
    "Berkas {found} tidak dapat dibaca.",
    "Simpan sebagai .xlsx, .xls, .ods atau .csv, lalu unggah lagi.",
)
WRONG_EXTENSION = Kind(
    "INTAKE-03",
    Severity.ERROR,
    "Nama berkas berakhir {suffix}, tetapi isinya {found}.",
    "Buka berkasnya lalu simpan ulang sebagai .xlsx; jangan hanya mengganti namanya.",
)
BROKEN = Kind(
    "INTAKE-04",
    Severity.ERROR,
    "Berkas rusak atau terpotong sehingga tidak dapat dibuka.",
    "Buka berkas aslinya, simpan ulang sebagai .xlsx, lalu unggah lagi sampai selesai.",
)
PASSWORD = Kind(
    "INTAKE-05",
    Severity.ERROR,
    "Berkas dikunci dengan kata sandi.",
    "Buka berkasnya, hapus kata sandinya, simpan, lalu unggah lagi.",
)
MACRO = Kind(
    "INTAKE-06",
    Severity.ERROR,
    "Berkas memuat makro; berkas dengan makro tidak dibuka.",
    "Simpan ulang sebagai .xlsx (tanpa makro), lalu unggah lagi.",
)
TOO_LARGE = Kind(
    "INTAKE-07",
    Severity.ERROR,
    "Isi berkas jauh lebih besar daripada daftar yang wajar ({size}).",
    "Salin baris yang berisi ke buku kerja baru, atau bagi menjadi beberapa berkas.",
)
TOO_WIDE = Kind(
    "INTAKE-08",
    Severity.ERROR,
    "Lembar {sheet} memakai {columns} kolom; paling banyak {most}.",
    "Hapus kolom yang tidak dipakai, atau salin kolom daftarnya ke buku kerja baru.",
)
TOO_MANY_EMPTY = Kind(
    "INTAKE-09",
    Severity.ERROR,
    "Lembar {sheet} berisi {empty} baris kosong.",
    "Hapus baris kosong di bawah daftar, atau salin baris yang berisi ke buku kerja baru.",
)
TOO_HEAVY = Kind(
    "INTAKE-10",
    Severity.ERROR,
    "Berkas tidak selesai dibuka dalam batas waktu dan memori.",
    "Salin baris yang berisi ke buku kerja baru, atau bagi menjadi beberapa berkas.",
)
NOT_A_LIST = Kind(
    "INTAKE-11",
    Severity.ERROR,
    "Berkas .csv ini bukan daftar berisi teks: {reason}.",
    "Buka di Excel, pilih Simpan Sebagai, lalu CSV UTF-8 atau .xlsx.",
)
NO_HEADER = Kind(
    "INTAKE-12",
    Severity.ERROR,
    "Baris judul kolom tidak ditemukan: tidak ada baris yang memuat {wanted}.",
    "Tulis judul kolom di atas data seperti dalam templat (`lindung template`).",
)
NO_ROWS = Kind(
    "INTAKE-13", Severity.ERROR, "Berkas tidak berisi baris data.", "Isi daftarnya di bawah judul kolom."
)
SHEET_LEFT_OUT = Kind(
    "INTAKE-14",
    Severity.ERROR,
    "Lembar {sheet} tidak dibaca: ada isi seperti data, tetapi tidak ada baris judul kolom.",
    "Tulis judul kolom di atas datanya, atau hapus lembar itu.",
)
BEING_TAKEN_IN = Kind(
    "INTAKE-15",
    Severity.ERROR,
    "Berkas ini sedang diimpor oleh proses lain.",
    "Tunggu sampai selesai, lalu lihat hasilnya.",
)
UNKNOWN_KEY = Kind(
    "INTAKE-16",
    Severity.ERROR,
    "Kunci {value} tidak dikenal untuk tujuan ini.",
    "Jangan ubah kolom Kunci; untuk orang baru, kosongkan.",
)
KEY_USED = Kind(
    "INTAKE-17",
    Severity.ERROR,
    "Baris dengan kunci {value} sudah diperbaiki sebelumnya.",
    "Perbaiki dari buku kerja hasil pemeriksaan yang terakhir.",
)
KEY_TWICE = Kind(
    "INTAKE-18",
    Severity.ERROR,
    "Kunci {value} dipakai lagi; baris pertama dengan kunci itu ada di baris {first}.",
    "Satu kunci untuk satu baris; kosongkan Kunci pada baris tambahan.",
)
UNKNOWN_LAYOUT = Kind(
    "INTAKE-19", Severity.ERROR, "Susunan kolom {layout} tidak dikenal.", "Pilih salah satu: {known}."
)
NOT_A_PAPER = Kind(
    "INTAKE-20",
    Severity.ERROR,
    "Pindaian surat {name} bukan PDF, JPEG atau PNG.",
    "Pindai suratnya lalu simpan sebagai PDF.",
)
PAPER_TOO_LARGE = Kind(
    "INTAKE-21",
    Severity.ERROR,
    "Pindaian surat {name} berukuran {size} MiB, paling besar {most} MiB.",
    "Pindai dengan 150 titik per inci, hitam putih.",
)
ROWS_LOST = Kind(
    "INTAKE-40",
    Severity.ERROR,
    "Berkas {file}: {rows} baris diterima, {kept} tersimpan, atau hitungan nasibnya tidak cocok.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
