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

# The round trip in files, statements and payments.
NAME_DIFFERS = Kind(
    "BANK-18",
    Severity.LOOK,
    "Rekening untuk NIK {value} dibuka bank atas nama {said}, diminta untuk {sent}; belum dicatat.",
    "Cocokkan dengan KTP; bila orangnya sama, pastikan pada jawaban yang diragukan.",
)
OTHER_BANK = Kind(
    "BANK-19",
    Severity.ERROR,
    "Berkas {file} bukan jawaban untuk {bank}: hanya {known} dari {rows} NIK pernah dimintakan di sana.",
    "Masukkan berkas ini pada bank yang benar.",
)
NO_BANK = Kind(
    "BANK-20",
    Severity.ERROR,
    "Bank {code} belum terdaftar.",
    "Daftarkan dengan `lindung bank add`.",
)
STATEMENT_BROKEN = Kind(
    "BANK-21",
    Severity.ERROR,
    "Rekening koran {file}: saldo awal {opening} ditambah mutasi {moved} bukan saldo akhir {closing}.",
    "Berkasnya terpotong atau salah; minta bank mengirim ulang.",
)
STATEMENT_UNREAD = Kind(
    "BANK-22",
    Severity.ERROR,
    "Rekening koran {file} tidak dapat dibaca: {reason}.",
    "Minta bank mengirim camt.053, MT940, atau lembar kerja dengan kolom tanggal, keterangan, dan mutasi.",
)
NOT_RUPIAH = Kind(
    "BANK-23",
    Severity.ERROR,
    "Rekening koran {file} memuat {currency}; hanya rupiah bulat yang dapat dibukukan.",
    "Minta rekening koran dalam rupiah.",
)
NO_ACCOUNT = Kind(
    "BANK-24",
    Severity.ERROR,
    "{count} orang tidak mempunyai rekening di {bank} (misalnya {name}).",
    "Buka rekeningnya dahulu, atau keluarkan dari perintah bayar.",
)
PAID_ALREADY = Kind(
    "BANK-25",
    Severity.ERROR,
    "{count} orang sudah menerima atau sedang menunggu {purpose} dari {payer} (misalnya {name}).",
    "Keluarkan dari perintah bayar; satu tujuan dibayar satu kali.",
)
NOTHING_TO_PAY = Kind(
    "BANK-26",
    Severity.ERROR,
    "Perintah bayar tanpa penerima, atau dengan jumlah yang bukan di atas nol.",
    "Isi penerima dan jumlahnya.",
)
UNKNOWN_TRANSFER = Kind(
    "BANK-27",
    Severity.ERROR,
    "Transfer {value} tidak pernah diperintahkan.",
    "Tanyakan kepada bank; jawaban ini tidak dipakai.",
)
ANSWERED_OTHERWISE = Kind(
    "BANK-28",
    Severity.LOOK,
    "Transfer {value} sudah {kept}; bank kini menyatakan {found}. Dicatat sebagai sengketa.",
    "Selesaikan dengan bank, lalu catat hasilnya.",
)
NOT_IN_DISPUTE = Kind(
    "BANK-29",
    Severity.ERROR,
    "Transfer {value} tidak ada atau tidak dalam sengketa.",
    "Lihat daftarnya dengan `lindung bank transfers`.",
)
ORDER_UNKNOWN = Kind(
    "BANK-30",
    Severity.ERROR,
    "Perintah bayar {reference} tidak ada.",
    "Lihat daftarnya dengan `lindung bank transfers`.",
)
ORDER_OTHERWISE = Kind(
    "BANK-31",
    Severity.ERROR,
    "Perintah bayar {reference} sudah ada dengan isi lain.",
    "Pakai nomor lain untuk perintah yang lain.",
)

# What officers do on pages.
OUTSIDE = Kind(
    "BANK-32",
    Severity.ERROR,
    "{count} baris untuk orang di luar wilayah Anda (misalnya di {district}).",
    "Minta petugas wilayah itu memasukkannya, atau pisahkan berkasnya menurut wilayah.",
)
SETTLED_ALREADY = Kind(
    "BANK-33",
    Severity.ERROR,
    "Perkara ini sudah diselesaikan oleh {who}.",
    "Muat ulang halamannya untuk melihat hasilnya.",
)
NOT_TO_TAKE = Kind(
    "BANK-34",
    Severity.ERROR,
    "Jawaban ini tidak dapat dipakai sebagaimana adanya: hanya rekening dengan nama yang berbeda dapat dipastikan.",
    "Minta bank mengirim jawaban yang benar, lalu tutup perkara ini dengan catatan.",
)
NO_NOTE = Kind(
    "BANK-35",
    Severity.ERROR,
    "Belum ditulis atas dasar apa perkara ini diselesaikan.",
    "Tulis surat, nama petugas, atau percakapan yang memastikannya.",
)
OTHER_BATCH = Kind(
    "BANK-36",
    Severity.ERROR,
    "Berkas {file} bukan jawaban untuk kiriman ini: hanya {known} dari {rows} NIK ada di dalamnya.",
    "Unggah pada kiriman yang benar, atau pada halaman bank bila berkasnya menjawab beberapa kiriman.",
)
OTHER_PURSE = Kind(
    "BANK-37",
    Severity.ERROR,
    "Rekening koran ini dari rekening yang tercatat milik {kept}, bukan {given}.",
    "Pilih pemilik rekening yang benar.",
)
ENTRY_KNOWN = Kind(
    "BANK-38",
    Severity.ERROR,
    "Mutasi ini sudah dikenal: {what}.",
    "Muat ulang halamannya untuk melihat hasilnya.",
)
NO_PAYMENT = Kind(
    "BANK-39",
    Severity.ERROR,
    "Mutasi {amount} bukan pembayaran tagihan {bill}: {reason}.",
    "Pilih tagihan lain, atau jelaskan mutasi ini.",
)
NO_TRANSFER = Kind(
    "BANK-40",
    Severity.ERROR,
    "Tidak ada transfer {reference} sejumlah {amount} dari rekening ini.",
    "Periksa rujukannya pada perintah bayar.",
)
BAD_ITEM = Kind(
    "BANK-41",
    Severity.ERROR,
    "NIK {value} tidak dikenal, atau jumlahnya tidak terbaca.",
    "Perbaiki barisnya, lalu unggah lagi; belum ada yang diperintahkan.",
)
UNKNOWN_CONSENT = Kind(
    "BANK-42",
    Severity.LOOK,
    "NIK {value} bukan peserta di wilayah Anda; kesediaannya tidak dicatat.",
    "Periksa NIK-nya, atau serahkan kepada petugas wilayahnya.",
)
UNCLEAR_CONSENT = Kind(
    "BANK-43",
    Severity.ERROR,
    "Kesediaan NIK {value} tertulis “{found}”, seharusnya YA atau TIDAK; tidak dicatat.",
    "Perbaiki barisnya, lalu unggah lagi; baris lain sudah tercatat dan tidak menjadi dua.",
)
PAID_AFTER_ALL = Kind(
    "BANK-44",
    Severity.LOOK,
    "Transfer {value} dahulu ditolak dan diperintahkan lagi sebagai {live}; bank kini menyatakan {value} dibayar.",
    "Hentikan {live} di bank atau minta uangnya kembali, lalu akhiri sengketanya.",
)
HANDED_OVER = Kind(
    "BANK-45",
    Severity.ERROR,
    "Perintah bayar {reference} sudah diserahkan kepada bank ({name}); tidak dapat ditarik.",
    "Minta bank menghentikannya; laporannya menutup transfernya.",
)
NOTHING_LEFT = Kind(
    "BANK-46",
    Severity.ERROR,
    "Tidak ada lagi yang dibayar dengan perintah {reference}: semua transfernya ditolak atau ditarik.",
    "Buat perintah bayar baru.",
)
