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

OTHER_BILL = Kind(
    "BILL-13",
    Severity.ERROR,
    "Berkas {file} bukan rincian tagihan {code}: {strange} dari {lines} baris tentang orang atau kode lain.",
    "Masukkan berkas ini pada tagihan yang benar.",
)
CLOSED = Kind(
    "BILL-14",
    Severity.ERROR,
    "Tagihan {code} sudah ditutup.",
    "Selesaikan selisih yang datang kemudian pada tagihan berikutnya.",
)
NO_SUCH_DIFFERENCES = Kind(
    "BILL-15",
    Severity.ERROR,
    "Diminta {wanted} selisih, yang masih terbuka {found}.",
    "Lihat daftar selisihnya; yang sudah dijelaskan tidak berubah lagi.",
)
NOT_PAID = Kind(
    "BILL-16",
    Severity.ERROR,
    "Tagihan {code} belum lunas.",
    "Masukkan pembayarannya dahulu.",
)
NOT_COMPARED = Kind(
    "BILL-17",
    Severity.ERROR,
    "Tagihan {code} belum dicocokkan dengan rincian terbaru dari BPJS.",
    "Minta rincian per nama kepada cabang, lalu masukkan pada halaman tagihannya.",
)
UNEXPLAINED = Kind(
    "BILL-18",
    Severity.ERROR,
    "Tagihan {code}: {count} selisih belum mempunyai penanggung jawab dan alasan.",
    "Beri setiap selisih pemilik dan sebab pada halaman selisihnya.",
)
NO_SUCH_SURPLUS = Kind(
    "BILL-19",
    Severity.ERROR,
    "Kelebihan bayar nomor {number} tidak ada atau sudah diselesaikan.",
    "Lihat daftar kelebihan bayar.",
)
STATED_OTHERWISE = Kind(
    "BILL-20",
    Severity.ERROR,
    "{source} sudah menyatakan jumlah lain untuk {month} (nomor {number}).",
    "Cabut pernyataan yang keliru lebih dahulu.",
)
NO_SUCH_TOTAL = Kind(
    "BILL-21",
    Severity.ERROR,
    "Pernyataan jumlah nomor {number} tidak ada atau sudah dicabut.",
    "Lihat daftar jumlah menurut BPJS.",
)
OWES_NOTHING = Kind(
    "BILL-22",
    Severity.ERROR,
    "Tagihan {code} sudah lunas; {rupiah} tidak dapat dibukukan di sini.",
    "Bukukan pada tagihan yang belum lunas.",
)
NO_AMOUNT = Kind(
    "BILL-23",
    Severity.ERROR,
    "Berkas {file}: {count} baris tanpa jumlah iuran yang terbaca (misalnya baris {row}).",
    "Minta BPJS mengirim rincian dengan jumlah dalam angka.",
)
TOTAL_DIFFERS = Kind(
    "BILL-24",
    Severity.ERROR,
    "{source}: {measure} {funder} bulan {month} per {as_of} dinyatakan {stated}, di sini {ours}.",
    "Cocokkan daftar namanya; cabut pernyataannya bila ternyata keliru.",
)
INVOICE_OFF = Kind(
    "BILL-25",
    Severity.ERROR,
    "Rincian BPJS untuk tagihan {code} tidak sama dengan baris cocok ditambah selisihnya.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
NO_BILL = Kind(
    "BILL-26",
    Severity.ERROR,
    "Tidak ada tagihan dengan kode iuran {code}.",
    "Lihat daftar tagihan.",
)
DECIDER_PAYS = Kind(
    "BILL-27",
    Severity.ERROR,
    "{actor} mengusulkan, memverifikasi atau menetapkan peserta program tagihan {code}; orang yang sama tidak boleh"
    " membayarnya.",
    "Minta petugas keuangan lain membayar.",
)
