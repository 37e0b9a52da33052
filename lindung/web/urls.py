from django.urls import path

from lindung.web.views import acts, doubles, exports, law, officers, pages, people, reports

app_name = "web"
urlpatterns = [
    path("", pages.front, name="front"),
    path("ruang-kerja/", pages.home, name="home"),
    path("petugas/", officers.officers, name="officers"),
    path("petugas/undang/", officers.invite, name="invite"),
    path("petugas/<int:officer>/", officers.officer, name="officer"),
    path("petugas/<int:officer>/tindakan/", officers.act, name="officer-act"),
    path("petugas/peran/<int:role>/akhiri/", officers.end_role, name="end-role"),
    path("unduhan/", exports.exports, name="exports"),
    path("unduhan/buat/", exports.ask, name="export-ask"),
    path("unduhan/<int:export>/", exports.export, name="export"),
    path("unduhan/<int:export>/berkas/", exports.file, name="export-file"),
    path("unduhan/<int:export>/lagi/", exports.again, name="export-again"),
    path("orang/baru/", people.add, name="person-add"),
    path("orang/<int:person>/", people.person, name="person"),
    path("orang/<int:person>/lihat/", people.reveal, name="person-reveal"),
    path("orang/<int:person>/data/", reports.correct, name="person-correct"),
    path("orang/<int:person>/nik/", reports.nik, name="person-nik"),
    path("orang/<int:person>/alamat/", reports.address, name="person-address"),
    path("orang/<int:person>/pindah/", reports.move, name="person-move"),
    path("orang/<int:person>/meninggal/", reports.death, name="person-death"),
    path("ganda/", doubles.queue, name="doubles"),
    path("ganda/<int:pair>/", doubles.pair, name="pair"),
    path("ganda/<int:pair>/putusan/", doubles.decide, name="pair-decide"),
    path("hukum/", law.law, name="law"),
    path("catatan/", acts.acts, name="acts"),
    path("sehat/", pages.health, name="health"),
]
