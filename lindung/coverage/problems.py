"""Problems of deciding and of the ledger."""

from lindung.kernel.problem import Kind, Severity

COVERED_ELSEWHERE = Kind(
    "COVER-01",
    Severity.LOOK,
    "{name} sudah ditanggung program {programme} ({district}) untuk {months}.",
    "SK yang lebih dulu berlaku. Tetapkan hanya bulan yang masih kosong, atau minta pengalihan.",
)
NO_SEATS_LEFT = Kind(
    "COVER-02",
    Severity.ERROR,
    "Kursi {region} untuk {month} tersisa {left}, diminta {wanted}.",
    "Kurangi nama, atau tambah kursi dengan SK alokasi.",
)
NO_RUPIAH_LEFT = Kind(
    "COVER-03",
    Severity.ERROR,
    "Anggaran {region} tersisa {left}, dibutuhkan {wanted}.",
    "Kurangi nama, atau tambah anggaran dengan SK alokasi.",
)
PROPOSER_DECIDES = Kind(
    "COVER-04",
    Severity.ERROR,
    "{count} usulan diajukan oleh {actor} sendiri; pengusul tidak boleh menetapkan.",
    "Minta pejabat lain menetapkan.",
)
NOT_VERIFIED = Kind(
    "COVER-05",
    Severity.ERROR,
    "{count} usulan belum lulus verifikasi.",
    "Selesaikan pemeriksaannya, atau keluarkan dari daftar.",
)
ALREADY_DECIDED = Kind(
    "COVER-06",
    Severity.ERROR,
    "{count} usulan sudah ditetapkan.",
    "Keluarkan dari daftar; tidak ada yang perlu dilakukan.",
)
NOT_COVERABLE = Kind(
    "COVER-07",
    Severity.ERROR,
    "{count} orang tidak dapat ditanggung: meninggal, pindah, pekerja penerima upah, peserta aktif di tempat lain, "
    "tercatat ganda, atau tanpa NIK.",
    "Periksa catatan orangnya.",
)
NO_SEAT_REGION = Kind(
    "COVER-08",
    Severity.ERROR,
    "{count} usulan tinggal di wilayah tanpa kursi.",
    "Tambah alokasi untuk wilayahnya, atau perbaiki alamatnya.",
)
NOT_HELD = Kind(
    "COVER-09",
    Severity.ERROR,
    "Kepesertaan {enrolment} sudah berakhir atau tidak mempunyai bulan sejak {month}.",
    "Periksa riwayatnya; mungkin sudah dibatalkan lebih dulu.",
)
RESERVE_TOO_SHORT = Kind(
    "COVER-10",
    Severity.LOOK,
    "{count} kursi kosong di {region} belum terisi: cadangan habis.",
    "Usulkan dan verifikasi nama baru.",
)
OUTSIDE_PROGRAMME = Kind(
    "COVER-11",
    Severity.ERROR,
    "Bulan {month} di luar masa program {programme}.",
    "Pilih bulan di dalam masa program.",
)
MERGED_HOLDS = Kind(
    "COVER-12",
    Severity.ERROR,
    "{name} ditanggung dua kali sejak {month} ({months} bulan) oleh dua catatan satu orang.",
    "Batalkan kursi {enrolment} (program {programme}) sejak {month} dengan `lindung lists take {enrolment}`.",
)
OLDER_THAN_DECREE = Kind(
    "COVER-13",
    Severity.WARNING,
    "Bulan {month} program {programme} lebih tua dari SK {decree} tanpa PKS yang mencakupnya.",
    "Lampirkan surat persetujuan berlaku mundur pada PKS.",
)
OUT_OF_BALANCE = Kind(
    "COVER-14",
    Severity.ERROR,
    "{what} {where}: tercatat {kept}, seharusnya {counted}.",
    "Jangan ubah data; laporkan kepada pengelola sistem.",
)
"""A counter that differs from the ledger is a fault of ours, never of an officer."""
NIK_UNKNOWN = Kind(
    "COVER-15",
    Severity.ERROR,
    "Tidak ada orang dengan NIK {value}.",
    "Periksa NIK di KTP; orang yang belum pernah diusulkan tidak tercatat.",
)
NO_COVER_HERE = Kind(
    "COVER-16",
    Severity.ERROR,
    "NIK {value} tidak memegang kursi program {programme}.",
    "Lihat riwayatnya dengan `lindung cover show`; mungkin sudah diakhiri lebih dulu.",
)
WHO_IS_WHO = Kind(
    "COVER-17",
    Severity.ERROR,
    "{count} orang menunggu putusan apakah sudah tercatat sebagai orang lain.",
    "Putuskan pasangannya dengan `lindung match queue`, atau keluarkan dari daftar.",
)
NO_PROPOSAL = Kind(
    "COVER-18",
    Severity.ERROR,
    "Tidak ada usulan pembatalan untuk kursi {enrolment}.",
    "Lihat usulannya dengan `lindung lists proposals`.",
)
LOADER_TAKES = Kind(
    "COVER-19",
    Severity.ERROR,
    "Usulan pembatalan kursi {enrolment} berasal dari daftar yang dimasukkan {actor} sendiri.",
    "Minta pejabat lain membatalkan.",
)
COVERED_AGAINST_FACTS = Kind(
    "COVER-20",
    Severity.WARNING,
    "{name} masih memegang {months} bulan sejak {month} pada program {programme}: {reason} ({source}).",
    "Batalkan dengan `lindung lists take {enrolment}`, atau cabut catatan yang keliru.",
)
WHICH_SEAT = Kind(
    "COVER-21",
    Severity.ERROR,
    "NIK {value} memegang {count} kursi program {programme} lewat penggabungan; mengakhiri semua menghapusnya.",
    "Akhiri yang diusulkan `lindung lists proposals` dengan `lindung lists take`.",
)
NOT_YET = Kind(
    "COVER-22",
    Severity.ERROR,
    "{day} belum terjadi.",
    "Periksa tanggalnya; laporkan setelah peristiwanya terjadi.",
)
DIED_ALREADY = Kind(
    "COVER-23",
    Severity.ERROR,
    "Orang ini sudah tercatat meninggal {day} ({source}).",
    "Cabut dahulu catatan yang keliru, lalu laporkan tanggal yang benar.",
)
VERIFIER_DECIDES = Kind(
    "COVER-30",
    Severity.ERROR,
    "{count} usulan diverifikasi oleh {actor} sendiri; pemeriksa tidak boleh menetapkan.",
    "Minta pejabat lain menetapkan.",
)
COUNT_CHANGED = Kind(
    "COVER-31",
    Severity.ERROR,
    "Sejak lembar ini dibuka jumlahnya berubah: tertulis {expected} orang, kini {found}.",
    "Baca lagi angkanya, lalu setujui sekali lagi.",
)
