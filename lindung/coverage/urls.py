from django.urls import path

from lindung.coverage import views

app_name = "coverage"
urlpatterns = [
    path("penetapan/", views.decisions, name="decisions"),
    path("penetapan/<int:programme>/<str:region>/tetapkan/", views.decide, name="decide"),
    path("penetapan/<int:programme>/<str:region>/ganti/", views.replace, name="replace"),
    path("sk/<int:decree>/lampiran/", views.annex, name="annex"),
    path("sk/<int:decree>/lampiran.pdf", views.annex_pdf, name="annex-pdf"),
    path("sk/<int:decree>/lampiran.xlsx", views.annex_xlsx, name="annex-xlsx"),
]
