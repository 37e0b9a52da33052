from django.urls import path

from lindung.web.views import acts, exports, officers, pages

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
    path("catatan/", acts.acts, name="acts"),
    path("sehat/", pages.health, name="health"),
]
