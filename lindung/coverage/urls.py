from django.urls import path

from lindung.coverage import views

app_name = "coverage"
urlpatterns = [
    path("penetapan/", views.decisions, name="decisions"),
    path("penetapan/<int:programme>/<str:region>/tetapkan/", views.decide, name="decide"),
    path("penetapan/<int:programme>/<str:region>/ganti/", views.replace, name="replace"),
    path("sk/<int:decree>/lampiran/", views.annex, name="annex"),
]
