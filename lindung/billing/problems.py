"""Problems of bills, payments and credits."""

from lindung.kernel.problem import Kind, Severity

NOTHING_TO_BILL = Kind(
    "BILL-01",
    Severity.ERROR,
    "Tidak ada bulan {first} sampai {last} program {programme} di {branch} yang belum ditagih.",
    "Periksa jawaban BPJS: hanya peserta yang sudah diterima yang ditagih.",
)
BAD_SPAN = Kind(
    "BILL-02",
    Severity.ERROR,
    "Tagihan dari {first} sampai {last}: seharusnya 1 sampai 12 bulan berurutan.",
    "Bagi menjadi beberapa tagihan, atau perbaiki urutan bulannya.",
)
CODE_USED = Kind(
    "BILL-03",
    Severity.ERROR,
    "Kode iuran {code} sudah dipakai tagihan lain.",
    "Minta kode iuran baru kepada BPJS.",
)
MORE_THAN_OWED = Kind(
    "BILL-04",
    Severity.ERROR,
    "Tagihan {code} tersisa {owed}, dibayar {rupiah}.",
    "Periksa jumlahnya; kelebihan dibukukan pada tagihan lain.",
)
REFERENCE_USED = Kind(
    "BILL-05",
    Severity.ERROR,
    "Bukti {reference} sudah tercatat untuk tagihan {code} sebesar {rupiah}.",
    "Periksa nomor buktinya; pembayaran lain memerlukan nomor lain.",
)
NOT_POSITIVE = Kind(
    "BILL-06",
    Severity.ERROR,
    "Pembayaran {rupiah} bukan jumlah yang dapat dibayarkan.",
    "Isi jumlah di atas nol.",
)
NO_SUCH_CREDITS = Kind(
    "BILL-07",
    Severity.ERROR,
    "Diminta {wanted} kredit program {programme} yang {state}, ditemukan {found}.",
    "Periksa daftar kreditnya; yang sudah dijawab BPJS tidak berubah lagi.",
)
OTHER_PROGRAMME = Kind(
    "BILL-08",
    Severity.ERROR,
    "Tagihan {code} bukan milik program {programme}.",
    "Perhitungkan kredit pada tagihan program yang sama.",
)
OUT_OF_BALANCE = Kind(
    "BILL-09",
    Severity.ERROR,
    "{what} {where}: tercatat {kept}, seharusnya {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A counter that differs from bills and credits is a fault of ours, never of an officer."""
LINE_OFF_LEDGER = Kind(
    "BILL-10",
    Severity.ERROR,
    "Tagihan {code}: {count} baris tidak sesuai dengan buku besar, program, bulan, atau pendaftarannya.",
    "Jangan bayar tagihan ini; laporkan kepada pengelola sistem.",
)
REVERSED_WITHOUT_CREDIT = Kind(
    "BILL-11",
    Severity.ERROR,
    "Tagihan {code}: {count} bulan dibatalkan tanpa kredit.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
PAID_WRONGLY = Kind(
    "BILL-12",
    Severity.ERROR,
    "Tagihan {code} sebesar {rupiah}: pembayarannya {paid}, ditandai {state}.",
    "Cocokkan bukti bayar dengan tagihannya; laporkan kepada pengelola sistem.",
)
