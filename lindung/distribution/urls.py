from django.urls import path

from lindung.distribution.views import field, pages, paper, planning

app_name = "distribution"
urlpatterns = [
    path("kartu/", pages.items, name="items"),
    path("kartu/desa/", pages.villages, name="villages"),
    path("kartu/kasus/", pages.cases, name="cases"),
    path("kartu/kasus/<int:case>/", pages.case, name="case"),
    path("acara/", pages.events, name="events"),
    path("acara/baru/", planning.plan, name="plan"),
    path("acara/<int:event>/", pages.event, name="event"),
    path("acara/<int:event>/ubah/", planning.change, name="change"),
    path("acara/<int:event>/undang/", planning.invite, name="invite"),
    path("acara/<int:event>/ketik/", paper.compare, name="typed"),
    path("acara/<int:event>/ketik/<int:turn>/", paper.type_, name="type"),
    path("acara/<int:event>/<str:paper>/", pages.paper, name="paper"),
    path("lapangan/", field.shell, name="field"),
    path("lapangan/sw.js", field.worker, name="field-worker"),
    path("lapangan/manifest.webmanifest", field.webmanifest, name="field-manifest"),
    path("lapangan/daftar/", field.lists, name="field-lists"),
    path("lapangan/perangkat/", field.enrol, name="field-device"),
    path("lapangan/kirim/", field.receive, name="field-sync"),
]
