"""Problems of files exchanged with other offices."""

from lindung.kernel.problem import Kind, Severity

NO_LAYOUT = Kind(
    "EXCHANGE-01",
    Severity.ERROR,
    "Susunan berkas {layout} tidak dikenal.",
    "Pilih salah satu: {known}.",
)
BAD_LAYOUT = Kind(
    "EXCHANGE-02",
    Severity.ERROR,
    "Susunan berkas {layout} tidak dapat dipakai: {reason}.",
    "Perbaiki berkas YAML-nya; contohnya ada di dalam program.",
)
TOO_LONG = Kind(
    "EXCHANGE-03",
    Severity.ERROR,
    "{count} baris berisi {column} yang lebih panjang dari {limit} huruf (misalnya baris {row}).",
    "Perpendek isinya pada data orangnya; berkas tidak dibuat.",
)
NO_CODE = Kind(
    "EXCHANGE-04",
    Severity.ERROR,
    "{count} baris berisi {column} {value} yang tidak mempunyai kode pada susunan {layout}.",
    "Tambahkan kodenya pada susunan berkas, atau perbaiki datanya.",
)
MISSING = Kind(
    "EXCHANGE-05",
    Severity.ERROR,
    "{count} baris tidak mempunyai {column}, padahal wajib pada susunan {layout} (misalnya baris {row}).",
    "Lengkapi data orangnya, lalu buat berkas lagi.",
)
FORMULA = Kind(
    "EXCHANGE-06",
    Severity.ERROR,
    "Isi sel {value} menyerupai rumus; berkas tidak dipakai.",
    "Minta pengirim menyimpan berkas tanpa rumus, lalu kirim ulang.",
)
NOT_ALLOWED = Kind(
    "EXCHANGE-07",
    Severity.ERROR,
    "{actor} tidak berwenang untuk {act}.",
    "Minta petugas yang berwenang melakukannya.",
)
NO_DROP = Kind(
    "EXCHANGE-08",
    Severity.ERROR,
    "Alamat SFTP untuk {office} belum diatur, atau server {host} tidak dikenal.",
    "Atur LINDUNG_SFTP dan daftar server yang dikenal (known_hosts), atau serahkan dengan unduhan.",
)
XML_UNSAFE = Kind(
    "EXCHANGE-09",
    Severity.ERROR,
    "Berkas XML memuat DOCTYPE atau entitas; berkas seperti itu tidak dibuka.",
    "Minta pengirim mengekspor ulang dari sistem aslinya.",
)
XML_BROKEN = Kind(
    "EXCHANGE-10",
    Severity.ERROR,
    "Berkas XML rusak atau bukan {wanted}.",
    "Periksa berkasnya; mungkin terpotong saat dikirim.",
)
TOO_BIG = Kind(
    "EXCHANGE-11",
    Severity.ERROR,
    "Berkas {name} berukuran {size}, lebih besar dari batas {most}.",
    "Minta pengirim membaginya menjadi beberapa berkas.",
)
