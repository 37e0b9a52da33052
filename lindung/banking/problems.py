"""Problems of the round trip to the bank."""

from lindung.kernel.problem import Kind, Severity

UNKNOWN_NIK = Kind(
    "BANK-01",
    Severity.ERROR,
    "NIK {value} tidak pernah dimintakan rekening di {bank}.",
    "Periksa apakah jawaban ini untuk permintaan lain, atau NIK-nya salah ketik.",
)
INCOMPLETE = Kind(
    "BANK-02",
    Severity.ERROR,
    "Jawaban untuk NIK {value} menyebut nomor rekening dan alasan penolakan sekaligus, atau tidak keduanya.",
    "Minta bank mengirim salah satunya.",
)
BAD_NUMBER = Kind(
    "BANK-03",
    Severity.ERROR,
    "Nomor rekening untuk NIK {value} bukan 6 sampai 20 angka.",
    "Minta bank mengirim nomor yang benar, lalu masukkan lagi.",
)
SAID_TWICE = Kind(
    "BANK-04",
    Severity.ERROR,
    "NIK {value} dijawab beberapa kali dengan isi yang berbeda dalam satu berkas; tidak satu pun dipakai.",
    "Minta bank mengirim satu jawaban untuk setiap orang.",
)
CONTRADICTS = Kind(
    "BANK-05",
    Severity.LOOK,
    "NIK {value} sudah dijawab {kept}; jawaban baru: {found}. Jawaban pertama tetap berlaku.",
    "Mintalah bank memastikan jawaban yang benar.",
)
NUMBER_TAKEN = Kind(
    "BANK-06",
    Severity.LOOK,
    "Nomor rekening untuk NIK {value} sudah dipakai orang lain.",
    "Tanyakan kepada bank milik siapa nomor ini.",
)
ALREADY_THERE = Kind(
    "BANK-07",
    Severity.ERROR,
    "Bank {code} sudah ada dengan nama lain.",
    "Pakai kode lain, atau periksa namanya.",
)
OUT_OF_BALANCE = Kind(
    "BANK-08",
    Severity.ERROR,
    "{what} {where}: tercatat {kept}, seharusnya {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A figure or a state that differs from the accounts is a fault of ours, never of an officer."""
