"""Problems of programmes, agreements, decrees and allocations."""

from lindung.kernel.problem import Kind, Severity

OUTSIDE_TERRITORY = Kind(
    "PROG-01",
    Severity.ERROR,
    "Wilayah {region} tidak berada di bawah {above}.",
    "Pilih wilayah di dalam {above}, atau ubah asal alokasinya.",
)
TOO_LITTLE_LEFT = Kind(
    "PROG-02",
    Severity.ERROR,
    "Alokasi melebihi sisa kursi atau anggaran wilayah asal, atau lebih kecil dari yang sudah dipakai.",
    "Kurangi alokasi, atau tambah dulu kursi dan anggaran dengan SK lain.",
)
BACKDATED = Kind(
    "PROG-03",
    Severity.ERROR,
    "PKS {number} ditandatangani {signed}, tetapi berlaku sejak {since}.",
    "Isi nomor surat yang mengizinkan perlindungan berlaku mundur.",
)
ALREADY_THERE = Kind(
    "PROG-04",
    Severity.ERROR,
    "{what} {code} sudah ada dengan isi yang lain.",
    "Pakai kode lain, atau periksa isian yang berbeda.",
)
NO_TARIFF = Kind(
    "PROG-05",
    Severity.ERROR,
    "Untuk segmen {segment} tidak ada tarif yang terverifikasi.",
    "Isi iuran per bulan beserta sumbernya (surat atau pasal).",
)
"""Village officials may be wage earners by law; policy knows no verified tariff for them."""
COUNTER_DIFFERS = Kind(
    "PROG-06",
    Severity.ERROR,
    "Kursi atau anggaran {programme} di {region}: tercatat {kept}, menurut SK {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
NOT_YAML = Kind(
    "PROG-07",
    Severity.ERROR,
    "Berkas tidak dapat dibaca: {reason}.",
    "Mulailah dari contoh: `lindung programmes example`.",
)
FIELD_MISSING = Kind(
    "PROG-08",
    Severity.ERROR,
    "Isian {field} belum ada.",
    "Tambahkan; contohnya ada di `lindung programmes example`.",
)
FIELD_UNREADABLE = Kind(
    "PROG-09",
    Severity.ERROR,
    "{value} bukan {wanted}.",
    "Betulkan isiannya.",
)
FIELD_UNKNOWN = Kind(
    "PROG-10",
    Severity.ERROR,
    "Isian {field} tidak dikenal atau ditulis dua kali.",
    "Betulkan ejaannya atau hapus; contohnya ada di `lindung programmes example`.",
)
REGION_UNKNOWN = Kind(
    "PROG-11",
    Severity.ERROR,
    "Wilayah {value} tidak dikenal.",
    "Periksa kodenya, misalnya 53.21, atau muat dulu daftarnya dengan `lindung regions load`.",
)
PROGRAMME_UNKNOWN = Kind(
    "PROG-12",
    Severity.ERROR,
    "Program {value} tidak ada.",
    "Lihat kodenya dengan `lindung programmes list`.",
)
NOT_A_SCAN = Kind(
    "PROG-13",
    Severity.ERROR,
    "Berkas {name} bukan PDF, JPEG atau PNG.",
    "Pindai suratnya lalu simpan sebagai PDF.",
)
SCAN_TOO_LARGE = Kind(
    "PROG-14",
    Severity.ERROR,
    "Berkas {name} berukuran {size} MiB, paling besar {most} MiB.",
    "Pindai dengan 150 titik per inci, hitam putih.",
)
QUOTA_CHANGED = Kind(
    "PROG-15",
    Severity.ERROR,
    "Kuota {region} sudah diubah sejak halaman ini dibuka: kini {seats} kursi, {rupiah}.",
    "Buka lagi halamannya, lalu isi kembali.",
)
QUOTA_BEYOND = Kind(
    "PROG-16",
    Severity.ERROR,
    "Yang dibagi {what} {given}, sedangkan {region} mempunyai {have}.",
    "Kurangi pembagiannya, atau tambah dulu untuk {region}.",
)
QUOTA_BELOW_USE = Kind(
    "PROG-17",
    Severity.ERROR,
    "Kuota {region} {wanted}, sudah terpakai {used}.",
    "Isi sekurang-kurangnya sebanyak yang terpakai.",
)
