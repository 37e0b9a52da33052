"""What policy refuses: facts that cannot be, and dates for which no rule is known."""

from lindung.kernel.problem import Kind, Severity

NO_RULE = Kind(
    "POLICY-01",
    Severity.ERROR,
    "Tidak ada aturan yang tercatat untuk {label} pada {day}.",
    "Pakai tanggal lain, atau tambahkan nilai bertanggal pada parameter {name}.",
)
UNKNOWN_PARAMETER = Kind(
    "POLICY-02",
    Severity.ERROR,
    "Parameter {name} tidak dikenal.",
    "Lihat daftar parameter di docs/law/index.md.",
)
UNKNOWN_WORD = Kind(
    "POLICY-03",
    Severity.ERROR,
    "{fact} “{given}” tidak dikenal.",
    "Pakai salah satu dari: {known}.",
)
OUT_OF_RANGE = Kind(
    "POLICY-04",
    Severity.ERROR,
    "{fact} tidak mungkin: {given}.",
    "{rule}",
)
RATE_NEEDED = Kind(
    "POLICY-05",
    Severity.ERROR,
    "Tarif untuk segmen {segment} belum diketahui dari aturan yang terverifikasi.",
    "Isi tarif per bulan (rate) beserta sumbernya (rate_source), misalnya nomor dan tanggal surat BPJS.",
)
RATE_NOT_TAKEN = Kind(
    "POLICY-06",
    Severity.ERROR,
    "Segmen {segment} memakai tarif menurut aturan, bukan tarif yang diketik.",
    "Hapus rate, lalu pilih golongan penghasilan dengan income, tier, atau base.",
)
TWO_BASES = Kind(
    "POLICY-07",
    Severity.ERROR,
    "Lebih dari satu penentu dasar penghasilan diisi: {given}.",
    "Isi hanya satu: income, tier, atau base.",
)
NOT_READABLE = Kind(
    "POLICY-08",
    Severity.ERROR,
    "Berkas parameter tidak dapat dibaca: {reason}.",
    "Perbaiki tulisan YAML pada baris itu.",
)
MISSING_PART = Kind(
    "POLICY-09",
    Severity.ERROR,
    "{where}: bagian {part} tidak ada atau kosong.",
    "Isi {part}; setiap nilai menyebut aturan, pasal, tautan, kepastian, dan tanggal diperiksa (atau null).",
)
WRONG_PART = Kind(
    "POLICY-10",
    Severity.ERROR,
    "{where}: {part} berisi {given}.",
    "{rule}",
)
NOT_WHOLE = Kind(
    "POLICY-11",
    Severity.ERROR,
    "{where}: {given} bukan bilangan bulat.",
    "Tulis rupiah bulat, atau bagian sebagai per mil: 4,5 % menjadi 45.",
)
NOT_SORTED = Kind(
    "POLICY-12",
    Severity.ERROR,
    "{where}: tanggal mulai tidak sesudah nilai sebelumnya, atau berakhir sebelum mulai.",
    "Urutkan nilai dari yang tertua; from tidak boleh sesudah to.",
)
GAP = Kind(
    "POLICY-13",
    Severity.ERROR,
    "{where}: ada hari tanpa nilai sejak nilai sebelumnya berakhir {day}.",
    "Mulai nilai ini sehari sesudahnya, atau tambahkan nilai di antaranya.",
)
OVERLAP = Kind(
    "POLICY-14",
    Severity.ERROR,
    "{where}: bertumpuk dengan nilai sebelumnya yang berlaku sampai {day}.",
    "Akhiri nilai sebelumnya sehari sebelum nilai ini mulai.",
)
