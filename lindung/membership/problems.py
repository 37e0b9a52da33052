"""Problems of the round trip to BPJS."""

from lindung.kernel.problem import Kind, Severity

NO_BRANCH = Kind(
    "MEMBER-01",
    Severity.ERROR,
    "{district} belum dilayani cabang BPJS Ketenagakerjaan mana pun; {count} orang menunggu.",
    "Tambahkan kabupatennya pada daftar cabang (membership/data/branches.yaml), lalu muat ulang.",
)
NO_NIK = Kind(
    "MEMBER-02",
    Severity.LOOK,
    "{name} tidak lagi mempunyai NIK yang berlaku; tidak ikut dikirim.",
    "Perbaiki NIK orangnya, lalu kirim lagi.",
)
UNKNOWN_NIK = Kind(
    "MEMBER-03",
    Severity.ERROR,
    "NIK {value} tidak ada di kiriman {batch}.",
    "Periksa apakah jawaban ini untuk kiriman lain, atau NIK-nya salah ketik.",
)
BAD_KPJ = Kind(
    "MEMBER-04",
    Severity.ERROR,
    "KPJ {kpj} untuk NIK {value}: seharusnya 11 angka.",
    "Minta BPJS mengirim nomor yang benar, lalu masukkan lagi.",
)
KPJ_TAKEN = Kind(
    "MEMBER-05",
    Severity.LOOK,
    "KPJ {kpj} untuk NIK {value} sudah dipakai orang lain.",
    "Tanyakan kepada BPJS milik siapa nomor ini.",
)
CONTRADICTS = Kind(
    "MEMBER-06",
    Severity.LOOK,
    "NIK {value} sudah dijawab {kept}; jawaban baru: {found}. Jawaban pertama tetap berlaku.",
    "Mintalah BPJS memastikan jawaban yang benar.",
)
SAID_TWICE = Kind(
    "MEMBER-07",
    Severity.ERROR,
    "NIK {value} dijawab berbeda-beda dalam satu berkas; tidak satu pun dipakai.",
    "Minta BPJS mengirim satu jawaban untuk setiap orang.",
)
OUT_OF_BALANCE = Kind(
    "MEMBER-08",
    Severity.ERROR,
    "{what} {where}: tercatat {kept}, seharusnya {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A tally that differs from the registrations is a fault of ours, never of an officer."""
KPJ_NOT_KNOWN = Kind(
    "MEMBER-09",
    Severity.ERROR,
    "{count} peserta yang diterima BPJS tidak memegang KPJ 11 angka (misalnya pendaftaran {example}).",
    "Periksa apakah KPJ-nya tercatat pada orang lain.",
)
NOT_AS_SENT = Kind(
    "MEMBER-10",
    Severity.ERROR,
    "{count} pendaftaran tidak cocok dengan kirimannya (misalnya {example}).",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
REFUSED_YET_COVERED = Kind(
    "MEMBER-11",
    Severity.ERROR,
    "{count} orang yang ditolak BPJS masih memegang kursi (misalnya pendaftaran {example}).",
    "Batalkan bulan-bulannya dengan alasan ditolak BPJS.",
)
UNCLEAR = Kind(
    "MEMBER-12",
    Severity.ERROR,
    "NIK {value}: status {status} tidak dikenal; jawabannya tidak dipakai.",
    "Tanyakan artinya kepada BPJS, tambahkan pada susunan berkas (codes), lalu masukkan berkasnya lagi.",
)
UNKNOWN_CODE = Kind(
    "MEMBER-13",
    Severity.WARNING,
    "NIK {value} ditolak dengan kode alasan {code} yang tidak dikenal; dicatat sebagai alasan lain.",
    "Tanyakan artinya kepada BPJS, lalu tambahkan pada susunan berkas (codes).",
)
NAME_DIFFERS = Kind(
    "MEMBER-14",
    Severity.LOOK,
    "NIK {value} diterima BPJS atas nama {said}, dikirim sebagai {sent}.",
    "Cocokkan dengan KTP; betulkan di sini atau minta BPJS membetulkannya.",
)
OTHER_BATCH = Kind(
    "MEMBER-15",
    Severity.ERROR,
    "Berkas {file} bukan jawaban untuk kiriman {batch}: hanya {known} dari {rows} NIK ada di dalamnya{where}.",
    "Masukkan berkas ini pada kiriman yang benar.",
)
NO_BATCH = Kind(
    "MEMBER-16",
    Severity.ERROR,
    "Kiriman nomor {batch} tidak ada.",
    "Lihat daftarnya dengan `lindung bpjs list`.",
)
SETTLED = Kind(
    "MEMBER-17",
    Severity.ERROR,
    "Jawaban berlawanan nomor {number} tidak ada atau sudah diselesaikan.",
    "Lihat yang masih terbuka dengan `lindung bpjs contradictions`.",
)
SEAT_GONE = Kind(
    "MEMBER-18",
    Severity.ERROR,
    "Orang ini sudah ditolak dan kursinya dibebaskan; jawaban kemudian tidak dapat menggantikannya.",
    "Usulkan dan tetapkan lagi orangnya, kirim sebagai pendaftaran baru, lalu nyatakan jawaban pertama tetap.",
)
KPJ_HELD = Kind(
    "MEMBER-19",
    Severity.ERROR,
    "KPJ {kpj} dipegang orang lain.",
    "Selesaikan dahulu milik siapa nomor ini.",
)
UNANSWERED = Kind(
    "MEMBER-20",
    Severity.LOOK,
    "Kiriman {batch} ke {branch} ({sent}): {count} orang belum dijawab setelah {days} hari.",
    "Minta jawabannya kepada cabang.",
)
NUMBER_CHANGED = Kind(
    "MEMBER-21",
    Severity.ERROR,
    "Sejak lembar ini dibuka jumlahnya berubah: tertulis {expected} orang, kini {found}.",
    "Periksa angka yang baru, lalu kirim lagi.",
)
