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

# What a list of names can have wrong. NIK-… are of the number itself, ROW-… of everything else in a row.
NIK_MISSING = Kind(
    "NIK-01",
    Severity.ERROR,
    "NIK kosong dan isian lain tidak cukup untuk mengenali orangnya.",
    "Isi NIK dari KTP atau KK.",
)
NIK_TO_FIND = Kind(
    "NIK-02",
    Severity.LOOK,
    "NIK kosong; baris ini diparkir sampai NIK ditemukan.",
    "Cari NIK lewat KK atau Dinas Dukcapil, lalu unggah berkas perbaikan.",
)
NIK_LENGTH = Kind(
    "NIK-03",
    Severity.ERROR,
    "NIK terdiri dari {count} angka, seharusnya 16.",
    "Periksa KTP lalu unggah berkas perbaikan.",
)
NIK_LETTERS = Kind(
    "NIK-04",
    Severity.ERROR,
    "NIK memuat huruf atau tanda; NIK hanya berisi 16 angka.",
    "Periksa KTP lalu unggah berkas perbaikan.",
)
NIK_AS_NUMBER = Kind(
    "NIK-05",
    Severity.ERROR,
    "NIK disimpan sebagai bilangan, sehingga angka terakhirnya hilang (Excel hanya menyimpan 15 angka).",
    "Jadikan kolom NIK berformat Teks, lalu ketik ulang NIK dari KTP.",
)
NIK_DATE = Kind(
    "NIK-06",
    Severity.ERROR,
    "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang mungkin.",
    "Periksa KTP lalu unggah berkas perbaikan.",
)
NIK_SERIAL = Kind(
    "NIK-07", Severity.ERROR, "Empat angka terakhir NIK adalah 0000.", "Periksa KTP lalu unggah berkas perbaikan."
)
NIK_PROVINCE = Kind(
    "NIK-08",
    Severity.ERROR,
    "Dua angka pertama NIK bukan kode provinsi.",
    "Periksa KTP lalu unggah berkas perbaikan.",
)
NIK_TWICE = Kind(
    "NIK-09",
    Severity.ERROR,
    "NIK ini sudah ada di baris {first} lembar {first_sheet}; baris pertama yang dipakai.",
    "Hapus baris ganda, atau betulkan NIK bila orangnya berbeda.",
)
NIK_BIRTH_DATE = Kind(
    "NIK-10",
    Severity.WARNING,
    "Tanggal lahir menurut NIK ({in_nik}) berbeda dari yang ditulis.",
    "Cocokkan dengan KTP; bila KTP memang begitu, biarkan.",
)
NIK_SEX = Kind(
    "NIK-11",
    Severity.WARNING,
    "Jenis kelamin menurut NIK ({in_nik}) berbeda dari yang ditulis.",
    "Cocokkan dengan KTP; bila KTP memang begitu, biarkan.",
)
NIK_REGION = Kind(
    "NIK-12",
    Severity.WARNING,
    "NIK diterbitkan di wilayah lain ({in_nik}) daripada alamatnya.",
    "Biarkan bila orangnya pindah; bila tidak, cocokkan dengan KTP.",
)
NIK_CONTESTED = Kind(
    "NIK-13",
    Severity.LOOK,
    "NIK ini sudah dipakai orang lain: nama dan tanggal lahirnya berbeda.",
    "Cocokkan KTP kedua orang itu, lalu betulkan yang salah.",
)
NAME_MISSING = Kind("ROW-01", Severity.ERROR, "Nama kosong.", "Isi nama seperti di KTP.")
NOT_A_NAME = Kind("ROW-02", Severity.ERROR, "{value} bukan nama orang.", "Isi nama seperti di KTP.")
BIRTH_DATE_MISSING = Kind(
    "ROW-03", Severity.ERROR, "Tanggal lahir kosong.", "Isi tanggal lahir dari KTP, misalnya 17-08-1985."
)
BIRTH_DATE_UNREADABLE = Kind(
    "ROW-04",
    Severity.ERROR,
    "Tanggal lahir {value} tidak dapat dibaca.",
    "Tulis tanggal-bulan-tahun, misalnya 17-08-1985.",
)
TOO_YOUNG = Kind(
    "ROW-05",
    Severity.ERROR,
    "Usia pada {start} baru {age} tahun; program ini mulai {age_from} tahun.",
    "Periksa tanggal lahir di KTP; bila benar, orang ini belum dapat diusulkan.",
)
TOO_OLD = Kind(
    "ROW-06",
    Severity.ERROR,
    "Usia pada {start} sudah {age} tahun; program ini untuk yang belum {age_below} tahun.",
    "Periksa tanggal lahir di KTP; bila benar, orang ini tidak dapat diusulkan.",
)
VILLAGE_MISSING = Kind("ROW-07", Severity.LOOK, "Desa atau kelurahan kosong.", "Isi nama desa atau kodenya.")
VILLAGE_UNKNOWN = Kind(
    "ROW-08",
    Severity.LOOK,
    "Desa {value} tidak ditemukan di {place}.",
    "Periksa ejaan desa, kecamatan dan kabupatennya, atau isi kode desa.",
)
VILLAGE_AMBIGUOUS = Kind(
    "ROW-09",
    Severity.LOOK,
    "Desa {value} dapat berarti beberapa desa: {candidates}.",
    "Isi kecamatan dan kabupatennya, atau kode desa.",
)
VILLAGE_OUTSIDE = Kind(
    "ROW-10",
    Severity.LOOK,
    "Desa {value} berada di {found}, di luar {place}.",
    "Periksa alamat di KTP; orang ini diusulkan lewat wilayahnya sendiri.",
)
VILLAGE_CODE_UNKNOWN = Kind(
    "ROW-11", Severity.LOOK, "Kode desa {value} tidak dikenal.", "Periksa kodenya, misalnya 53.21.01.2006."
)
DIED = Kind(
    "ROW-12",
    Severity.LOOK,
    "Orang ini tercatat meninggal dunia.",
    "Pastikan ke desa atau Dukcapil; bila keliru, cabut catatan itu.",
)
MOVED = Kind(
    "ROW-13",
    Severity.LOOK,
    "Orang ini tercatat pindah.",
    "Pastikan ke desa atau Dukcapil; bila keliru, cabut catatan itu.",
)
UNREADABLE = Kind(
    "ROW-14",
    Severity.WARNING,
    "{value} tidak dapat dibaca sebagai {wanted}; isian ini dikosongkan.",
    "Betulkan lewat berkas perbaikan bila diperlukan.",
)
OCCUPATION_UNKNOWN = Kind(
    "ROW-15",
    Severity.WARNING,
    "Pekerjaan {value} tidak ada dalam daftar; dicatat sebagai Lainnya.",
    "Pilih pekerjaan dari daftar dalam templat.",
)
NOT_WORKING_WELL = Kind(
    "ROW-16",
    Severity.WARNING,
    "Orang ini ditulis tidak bekerja atau tidak sehat.",
    "Pastikan sebelum menetapkan: manfaat ditolak bila saat didaftarkan orangnya tidak bekerja atau sakit.",
)
KK_UNREADABLE = Kind(
    "ROW-17",
    Severity.WARNING,
    "Nomor KK bukan 16 angka yang utuh; isian ini dikosongkan.",
    "Salin 16 angka dari KK sebagai teks.",
)
LINES_DISAGREE = Kind(
    "NOM-03",
    Severity.ERROR,
    "{count} {what}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
UNKNOWN_PROGRAMME = Kind(
    "NOM-04",
    Severity.ERROR,
    "Program {value} tidak dikenal.",
    "Tulis kode program yang sudah dibuat, misalnya NTT-2025.",
)
NOT_WAITING = Kind(
    "NOM-05",
    Severity.ERROR,
    "NIK {value} bukan usulan program {programme} yang belum lulus verifikasi.",
    "Periksa NIK dan programnya; lihat `lindung nominations list`.",
)
NOT_TEXT = Kind(
    "NOM-06",
    Severity.ERROR,
    "Berkas bukan teks biasa.",
    "Simpan sebagai teks, satu NIK tiap baris.",
)
REGION_OUTSIDE = Kind(
    "NOM-07",
    Severity.ERROR,
    "Program {programme} tidak berlaku di wilayah {value}.",
    "Pilih program wilayah itu, atau wilayah di dalam program itu.",
)
