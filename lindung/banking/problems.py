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

# What a list of a running programme can have wrong, beyond what any list of names can.
BAD_KPJ = Kind(
    "BANK-09",
    Severity.ERROR,
    "KPJ kosong atau bukan 11 angka.",
    "Salin KPJ dari kartu peserta atau jawaban BPJS, lalu unggah berkas perbaikan.",
)
BAD_MONTH = Kind(
    "BANK-10",
    Severity.ERROR,
    "Bulan kosong atau tidak terbaca.",
    "Tulis seperti Juli 2025 atau 2025-07, lalu unggah berkas perbaikan.",
)
MONTHS_OUTSIDE = Kind(
    "BANK-11",
    Severity.ERROR,
    "Dibayar {paid_from} sampai {paid_to}: terbalik, atau di luar masa program ({opening} sampai {closing}).",
    "Perbaiki bulannya; bulan program lain masuk ke berkas program itu.",
)
BAD_DECREE = Kind(
    "BANK-12",
    Severity.ERROR,
    "Nomor SK kosong, atau tanggalnya kosong atau tidak terbaca.",
    "Isi nomor dan tanggal SK yang menetapkan orang ini.",
)
PAID_BY_ANOTHER = Kind(
    "BANK-13",
    Severity.LOOK,
    "Sudah ditanggung {programme} untuk {months}.",
    "Cocokkan bukti bayar kedua program; satu bulan hanya dibayar satu kali.",
)
NAMED_ALREADY = Kind(
    "BANK-14",
    Severity.LOOK,
    "Orang ini sudah ada di program ini dengan keadaan lain: {state}.",
    "Cocokkan dengan SK dan catatan orangnya; saldo awal tidak mengubah yang sudah tercatat.",
)
KPJ_OF_ANOTHER = Kind(
    "BANK-15",
    Severity.LOOK,
    "KPJ ini juga tertulis untuk orang lain.",
    "Tanyakan kepada BPJS milik siapa KPJ ini.",
)
ACCOUNT_OF_ANOTHER = Kind(
    "BANK-16",
    Severity.LOOK,
    "Nomor rekening ini juga tertulis untuk orang lain, atau orang ini punya rekening lain di bank itu.",
    "Tanyakan kepada bank milik siapa nomor ini.",
)
UNKNOWN_BANK = Kind(
    "BANK-17",
    Severity.LOOK,
    "Bank untuk nomor rekening ini tidak disebut atau belum terdaftar.",
    "Tulis nama bank seperti terdaftar, atau minta pengelola mendaftarkannya.",
)
