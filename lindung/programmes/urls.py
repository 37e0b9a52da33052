from django.urls import path

from lindung.programmes import views

app_name = "programmes"
urlpatterns = [
    path("program/", views.programmes, name="list"),
    path("program/baru/", views.new, name="new"),
    path("program/<int:programme>/", views.programme, name="programme"),
    path("program/<int:programme>/pks/", views.agreement, name="agreement"),
    path("program/<int:programme>/kuota/<str:region>/", views.quota, name="quota"),
    path("program/<int:programme>/kuota/<str:region>/jumlah/", views.quota_total, name="quota-total"),
    path("sk/<int:decree>/", views.decree, name="decree"),
    path("pks/<int:agreement>/pindaian/", views.agreement_scan, name="agreement-scan"),
    path("pindaian/<int:scan>/", views.scan, name="scan"),
]
