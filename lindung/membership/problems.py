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
