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
