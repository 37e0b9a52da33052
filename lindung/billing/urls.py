from django.urls import path

from lindung.billing import views

app_name = "billing"
urlpatterns = [
    path("tagihan/", views.bills, name="bills"),
    path("tagihan/baru/", views.freeze, name="freeze"),
    path("tagihan/<int:bill>/", views.bill, name="bill"),
    path("tagihan/<int:bill>/bayar/", views.pay, name="pay"),
    path("tagihan/<int:bill>/selisih/", views.differences, name="differences"),
    path("tagihan/<int:bill>/tutup/", views.close, name="close"),
]
