"""The user's guide beside the pages: LINDUNG_GUIDE says where it is served, here stands which chapter fits a page.

Without the setting no page speaks of a guide.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

HOME = "index.html"
PROBLEMS = "masalah.html"
# By the name of a URL, else by its room. A test holds chapters and headings against docs/panduan.
CHAPTERS = {
    "intake": "peran/operator-desa.html",
    "intake:upload": "peran/operator-desa.html#mengirim-daftar",
    "intake:file": "peran/operator-desa.html#membaca-hasilnya",
    "intake:row": "peran/operator-desa.html#memperbaiki",
    "people": "peran/operator-kabupaten.html#mencari-dan-membetulkan-orang",
    "web:person": "peran/operator-kabupaten.html#mencari-dan-membetulkan-orang",
    "web:person-add": "peran/operator-kabupaten.html#mencari-dan-membetulkan-orang",
    "web:person-correct": "peran/operator-desa.html#seseorang-meninggal-pindah-atau-datanya-salah",
    "web:person-death": "peran/operator-desa.html#seseorang-meninggal-pindah-atau-datanya-salah",
    "web:person-move": "peran/operator-desa.html#seseorang-meninggal-pindah-atau-datanya-salah",
    "web:doubles": "peran/operator-kabupaten.html#data-ganda",
    "web:pair": "peran/operator-kabupaten.html#data-ganda",
    "web": "index.html#yang-sama-di-setiap-halaman",
    "web:home": "peran/pimpinan.html#membaca-beranda",
    "web:law": "meja-hukum.html",
    "web:officers": "peran/pengelola.html#petugas-dan-peran",
    "web:acts": "peran/auditor.html#yang-dapat-ditelusuri",
    "programmes": "peran/pengelola.html#program-dan-kuota",
    "nominations": "peran/verifikator.html#memeriksa",
    "coverage": "peran/pemutus.html#menetapkan",
    "coverage:replace": "peran/pemutus.html#mengganti",
    "coverage:annex": "peran/pemutus.html#lampiran",
    "membership": "peran/bpjs.html#pendaftaran",
    "billing": "peran/keuangan.html#sebelum-membayar",
    "billing:standing": "peran/bpjs.html#kepesertaan-dan-alarm",
    "billing:cliff": "peran/bpjs.html#kepesertaan-dan-alarm",
    "billing:pay": "peran/keuangan.html#membayar",
    "billing:compare": "peran/keuangan.html#selisih-dengan-daftar-bpjs",
    "billing:differences": "peran/keuangan.html#selisih-dengan-daftar-bpjs",
    "billing:credits": "peran/keuangan.html#sesudah-membayar",
    "billing:surpluses": "peran/keuangan.html#sesudah-membayar",
    "billing:totals": "peran/keuangan.html#jumlah-menurut-bpjs",
    "banking": "peran/bank.html",
    "distribution": "peran/lapangan.html",
    "accounts": "masuk.html",
    "account_login": "masuk.html#setiap-hari",
}


def guide(request: HttpRequest) -> dict[str, str]:
    """Addresses of the guide, of this page's chapter and of the chapter on problems; empty without a guide."""
    if not settings.GUIDE_URL:
        return {}
    match = request.resolver_match
    name = match.view_name if match else ""
    chapter = CHAPTERS.get(name) or CHAPTERS.get(name.partition(":")[0], "")
    parts = {"home": HOME, "chapter": chapter, "problems": PROBLEMS}
    return {part: f"{settings.GUIDE_URL}/{page}" for part, page in parts.items() if page}
