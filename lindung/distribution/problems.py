"""Problems of cards, bank books and their handover."""

from lindung.kernel.problem import Kind, Severity

ALREADY_HANDED_OVER = Kind(
    "HAND-01",
    Severity.ERROR,
    "{what} {item} milik {name} sudah diserahkan {day} (tanda terima {receipt}).",
    "Keluarkan dari daftar; bila salah catat, batalkan dulu penyerahannya.",
)
UNKNOWN_ITEM = Kind(
    "HAND-02",
    Severity.ERROR,
    "Barang {item} tidak ada, atau bukan dari program acara ini.",
    "Periksa nomornya pada daftar penyerahan.",
)
NOT_A_HANDOVER = Kind(
    "HAND-03",
    Severity.ERROR,
    "{event} adalah {kind}, bukan penyerahan.",
    "Pilih acara penyerahan, atau catat acara penyerahan yang baru.",
)
AHEAD_OF_TIME = Kind(
    "HAND-04",
    Severity.ERROR,
    "Tanggal {day} belum tiba pada tanggal pencatatan {on}.",
    "Catat pada hari penyerahannya atau sesudahnya.",
)
OWNER_DIED = Kind(
    "HAND-05",
    Severity.ERROR,
    "{name} tercatat meninggal {day}; {what} {item} tidak dapat diterima sendiri.",
    "Serahkan kepada ahli warisnya sebagai wakil, atau kembalikan.",
)
ALREADY_RETURNED = Kind(
    "HAND-06",
    Severity.ERROR,
    "Barang {item} tidak ada atau sudah dikembalikan.",
    "Keluarkan dari daftar pengembalian.",
)
NOT_MOVABLE = Kind(
    "HAND-07",
    Severity.ERROR,
    "Barang {item} tidak ada atau sudah di tangan pemiliknya.",
    "Keluarkan dari daftar kiriman.",
)
ANOTHER_EVENT = Kind(
    "HAND-08",
    Severity.ERROR,
    "Acara {name} di {place}, {day}, sudah tercatat dengan isi yang lain.",
    "Pakai acara yang sudah ada, atau periksa isian yang berbeda.",
)
REMADE = Kind(
    "HAND-09",
    Severity.ERROR,
    "{what} {item} milik {name} sudah diganti dengan yang baru.",
    "Serahkan yang baru.",
)
RECEIPT_TAKEN = Kind(
    "HAND-10",
    Severity.ERROR,
    "Tanda terima {receipt} sudah dipakai untuk barang lain.",
    "Setiap kartu dan setiap buku mempunyai tanda terima sendiri.",
)
SERIAL_TAKEN = Kind(
    "HAND-11",
    Severity.ERROR,
    "Nomor seri {serial} sudah dipakai.",
    "Cocokkan nomor seri dengan daftar dari pembuatnya.",
)
OUT_OF_BALANCE = Kind(
    "HAND-12",
    Severity.ERROR,
    "{what} {where}: tercatat {kept}, seharusnya {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A figure or a state that differs from the handovers is a fault of ours, never of an officer."""
NO_PROXY = Kind(
    "HAND-13",
    Severity.ERROR,
    "{what} {item} milik {name} tidak boleh diterima wakil menurut aturan pembuatnya.",
    "Serahkan kepada pemiliknya sendiri, di kantor atau di rumahnya.",
)
PROXY_NEEDS_LETTER = Kind(
    "HAND-14",
    Severity.ERROR,
    "{what} {item} milik {name} hanya boleh diterima wakil dengan surat kuasa.",
    "Isi nomor atau tanggal surat kuasanya.",
)
KEY_IN_USE = Kind(
    "KEY-01",
    Severity.ERROR,
    "Kunci {kid} sedang dipakai.",
    "Untuk menggantinya jalankan `lindung keys rotate`.",
)
NO_KEY = Kind(
    "KEY-02",
    Severity.ERROR,
    "Belum ada kunci penanda tangan.",
    "Jalankan `lindung keys make` sekali di server.",
)
TRUST_IN_THE_PAST = Kind(
    "KEY-03",
    Severity.ERROR,
    "Kunci lama hendak dipercaya sampai {day}, sebelum hari penggantian {on}.",
    "Beri tanggal hari ini atau sesudahnya.",
)
KEY_OF_LATER = Kind(
    "KEY-04",
    Severity.ERROR,
    "Kunci yang dipakai baru dibuat {day}, sesudah hari penggantian ini.",
    "Periksa tanggal pada --on.",
)
NO_KEY_FOLDER = Kind(
    "KEY-05",
    Severity.ERROR,
    "Folder kunci rahasia belum ditentukan.",
    "Isi LINDUNG_KEYS dengan folder yang hanya dapat dibaca oleh program.",
)
KEY_UNUSABLE = Kind(
    "KEY-06",
    Severity.ERROR,
    "Berkas kunci {kid} tidak dapat dipakai: {why}.",
    "Pulihkan berkasnya dari cadangan, atau ganti dengan `lindung keys rotate`.",
)
UNKNOWN_PROOF = Kind(
    "PROOF-01",
    Severity.ERROR,
    "Bukti kepesertaan {number} tidak pernah diterbitkan.",
    "Periksa nomor pada kartunya: delapan angka dan dua angka uji.",
)
NOT_A_NUMBER = Kind(
    "PROOF-02",
    Severity.ERROR,
    "{value} bukan nomor bukti kepesertaan: angka ujinya tidak cocok.",
    "Ketik ulang sepuluh angka pada kartunya.",
)
UNKNOWN_DEVICE = Kind(
    "SYNC-01",
    Severity.ERROR,
    "Ponsel {code} tidak terdaftar.",
    "Daftarkan ponsel itu dengan masuk pada aplikasi lapangan.",
)
BAD_SIGNATURE = Kind(
    "SYNC-02",
    Severity.ERROR,
    "Catatan {number} tidak ditandatangani ponsel {code}.",
    "Kirim ulang dari ponselnya; bila tetap ditolak, simpan berkasnya dan laporkan kepada pengelola sistem.",
)
NUMBER_USED = Kind(
    "SYNC-03",
    Severity.ERROR,
    "Nomor {number} ponsel {code} sudah dipakai untuk catatan yang lain.",
    "Simpan berkasnya dan laporkan kepada pengelola sistem.",
)
REVOKED_DEVICE = Kind(
    "SYNC-04",
    Severity.LOOK,
    "Ponsel {code} dicabut {day} ({reason}); catatan {number} ditahan.",
    "Petugas kabupaten memeriksa catatan yang ditahan satu per satu.",
)
BAD_DEVICE_KEY = Kind(
    "SYNC-05",
    Severity.ERROR,
    "Kunci ponsel ini tidak dapat dibaca.",
    "Perbarui peramban pada ponsel, lalu daftarkan lagi.",
)
DEVICE_NOT_YOURS = Kind(
    "SYNC-06",
    Severity.ERROR,
    "Ponsel {code} dicabut atau milik petugas lain.",
    "Pasang ulang aplikasinya dan daftarkan sebagai ponsel baru.",
)
MALFORMED_ACT = Kind(
    "SYNC-07",
    Severity.ERROR,
    "Catatan {number} tidak dapat dibaca: {why}.",
    "Perbarui aplikasi lapangan, lalu catat lagi.",
)
RETURNED_BEFORE = Kind(
    "SYNC-08",
    Severity.LOOK,
    "{what} {item} milik {name} sudah dikembalikan {day}.",
    "Tanyakan kedua petugas di mana barangnya, lalu putuskan.",
)
GIVEN_BEFORE = Kind(
    "SYNC-09",
    Severity.LOOK,
    "Barang {item} hendak dikembalikan, padahal tercatat di tangan pemiliknya (tanda terima {receipt}).",
    "Tanyakan kedua petugas di mana barangnya, lalu putuskan.",
)
NOTHING_TO_CORRECT = Kind(
    "SYNC-10",
    Severity.ERROR,
    "Catatan {number} membetulkan catatan {corrects}, yang bukan penyerahan atau pengembalian.",
    "Betulkan catatan penyerahannya sendiri.",
)
NOT_AN_OCCASION = Kind(
    "SYNC-11",
    Severity.ERROR,
    "Catatan {number} menyebut acara {event}, yang tidak ada, bukan penyerahan, atau belum tiba harinya.",
    "Unduh daftar acaranya lagi, lalu catat lagi.",
)
NO_SUCH_CASE = Kind(
    "SYNC-12",
    Severity.ERROR,
    "Kasus {case} tidak ada atau sudah diputuskan.",
    "Muat ulang daftar kasus.",
)
COUNT_DIFFERS = Kind(
    "HAND-15",
    Severity.ERROR,
    "Kotak {label}: dihitung {counted}, menurut daftarnya {listed}.",
    "Hitung lagi; sebutkan barang yang tidak ada di dalamnya.",
)
NOT_TO_SEND = Kind(
    "HAND-16",
    Severity.ERROR,
    "Barang {item} tidak ada pada {sender}, sudah dikirim, atau terdaftar dalam dua kotak.",
    "Keluarkan dari kotaknya, atau periksa nomornya.",
)
CONSIGNMENT_KNOWN = Kind(
    "HAND-17",
    Severity.ERROR,
    "Kiriman {number} sudah tercatat.",
    "Pakai nomor surat jalan yang lain.",
)
NOT_ON_ITS_WAY = Kind(
    "HAND-18",
    Severity.ERROR,
    "Kiriman {number} tidak ada atau sudah diterima.",
    "Periksa nomor surat jalannya.",
)
UNKNOWN_BOX = Kind(
    "HAND-19",
    Severity.ERROR,
    "Kotak {label} bukan bagian kiriman {number}, atau belum dihitung.",
    "Sebutkan setiap kotak kiriman itu satu kali.",
)
MISSING = Kind(
    "HAND-20",
    Severity.LOOK,
    "{what} {item} milik {name} tidak ada di dalam kotaknya.",
    "Cari pada pengirimnya; catat `lindung items found` bila ditemukan.",
)
SAME_TYPIST = Kind(
    "HAND-21",
    Severity.ERROR,
    "{name} sudah mengetik daftar ini; ketikan kedua harus oleh orang lain.",
    "Minta rekan mengetiknya tanpa melihat ketikan pertama.",
)
NOT_ON_LIST = Kind(
    "HAND-22",
    Severity.ERROR,
    "Baris {line} tidak ada pada daftar acara ini.",
    "Periksa kode QR atau nomor kursinya.",
)
TYPED_APART = Kind(
    "HAND-23",
    Severity.LOOK,
    "Kursi {seat}: ketikan pertama {first}, ketikan kedua {second}.",
    "Lihat daftar yang ditandatangani, lalu ketik ulang barisnya.",
)
ANOTHER_RULE = Kind(
    "HAND-24",
    Severity.ERROR,
    "Aturan wakil yang lain sudah tercatat mulai {day}.",
    "Beri tanggal mulai yang lain; aturan terbaru yang berlaku.",
)
EVENT_BEGUN = Kind(
    "HAND-25",
    Severity.ERROR,
    "Pada {event} sudah ada yang diserahkan; tanggal dan wilayahnya tetap.",
    "Catat acara baru untuk tanggal atau wilayah yang lain.",
)
