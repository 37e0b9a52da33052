"""Problems of claims, decisions and payments."""

from lindung.kernel.problem import Kind, Severity

NOT_COVERED = Kind(
    "CLAIM-01",
    Severity.ERROR,
    "{name} tidak ditanggung pada {month}. Bulan yang ditanggung: {held}.",
    "Cocokkan tanggal kejadian dan orangnya; bila BPJS menyatakan lain, minta rinciannya.",
)
IN_GRACE = Kind(
    "CLAIM-02",
    Severity.WARNING,
    "{name} tidak ditanggung pada {month}; kejadian berada dalam masa tenggang setelah {last}.",
    "Tanyakan BPJS apakah iurannya masih dapat dilunasi sebelum klaim diajukan.",
)
NOT_REGISTERED = Kind(
    "CLAIM-03",
    Severity.WARNING,
    "{name} belum tercatat sebagai peserta pada hari kejadian menurut jawaban BPJS.",
    "Mintakan dulu kepastian kepesertaan (KPJ) dari cabang BPJS.",
)
UNPAID_MONTH = Kind(
    "CLAIM-04",
    Severity.WARNING,
    "Iuran {name} untuk {month} belum lunas.",
    "Lunasi tagihannya; klaim tertahan selama iuran menunggak.",
)
FUTURE_EVENT = Kind(
    "CLAIM-05",
    Severity.ERROR,
    "Tanggal kejadian {event} sesudah tanggal laporan {on}.",
    "Periksa kedua tanggal.",
)
OTHER_DEATH = Kind(
    "CLAIM-06",
    Severity.ERROR,
    "{name} tercatat meninggal {died}, sedangkan laporan ini menyebut {event}.",
    "Cocokkan dengan akta kematian; cabut catatan yang salah.",
)
ALREADY_REPORTED = Kind(
    "CLAIM-07",
    Severity.ERROR,
    "Klaim {name} untuk kejadian {event} sudah tercatat dengan isi yang lain.",
    "Lanjutkan klaim yang sudah ada.",
)
NOT_GRANTED = Kind(
    "CLAIM-08",
    Severity.ERROR,
    "Belum ada putusan BPJS yang mengabulkan klaim ini.",
    "Catat dulu putusan BPJS.",
)
ABOVE_DECISION = Kind(
    "CLAIM-09",
    Severity.ERROR,
    "{what} {rupiah} melebihi sisa putusan BPJS {left}.",
    "Cocokkan dengan surat putusan dan bukti bayar BPJS.",
)
ABOVE_SHARE = Kind(
    "CLAIM-10",
    Severity.ERROR,
    "Pembayaran {rupiah} melebihi sisa bagian {name}, {left}.",
    "Cocokkan dengan bukti bayar BPJS.",
)
REFERENCE_USED = Kind(
    "CLAIM-11",
    Severity.ERROR,
    "Nomor bukti {reference} sudah tercatat ({day}, {rupiah}).",
    "Pembayaran yang sama tidak dicatat dua kali; bila memang lain, isi nomor bukti yang benar.",
)
BELOW_PAID = Kind(
    "CLAIM-12",
    Severity.ERROR,
    "Putusan {rupiah} lebih kecil dari yang sudah dibayarkan BPJS, {paid}.",
    "Cocokkan putusan dan bukti bayar dengan BPJS.",
)
NO_REASON = Kind(
    "CLAIM-13",
    Severity.ERROR,
    "Putusan {reference} tidak lengkap: yang dikabulkan menyebut rupiah, yang ditolak menyebut alasan.",
    "Lengkapi sesuai surat BPJS.",
)
NO_GUARDIAN = Kind(
    "CLAIM-14",
    Severity.ERROR,
    "{name} di bawah umur dan belum mempunyai wali.",
    "Isi nama wali sesuai penetapan.",
)
EXCLUDED_HEIR = Kind(
    "CLAIM-15",
    Severity.WARNING,
    "{name} ({relation}) bukan penerima selama ada ahli waris yang lebih dekat: {rank}.",
    "Cocokkan dengan surat keterangan ahli waris dan putusan BPJS.",
)
DECISION_KNOWN = Kind(
    "CLAIM-16",
    Severity.ERROR,
    "Putusan {reference} sudah tercatat ({day}) dengan isi yang lain.",
    "Cocokkan dengan surat BPJS; putusan yang baru mempunyai nomor sendiri.",
)
NO_AMOUNT = Kind(
    "CLAIM-17",
    Severity.ERROR,
    "Jumlah untuk {name} harus lebih dari nol, bukan {rupiah}.",
    "Isi jumlah sesuai surat atau bukti bayar BPJS.",
)
OUT_OF_BALANCE = Kind(
    "CLAIM-18",
    Severity.ERROR,
    "{what} {where}: tercatat {kept}, seharusnya {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A figure that differs from claims and payments is a fault of ours, never of an officer."""
