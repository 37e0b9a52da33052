from django.urls import path

from lindung.billing import views

app_name = "billing"
urlpatterns = [
    path("kepesertaan/", views.standing, name="standing"),
    path("kepesertaan/orang/", views.members, name="members"),
    path("kepesertaan/habis/", views.cliff, name="cliff"),
    path("kepesertaan/habis/orang/", views.endings, name="endings"),
    path("tagihan/", views.bills, name="bills"),
    path("tagihan/baru/", views.freeze, name="freeze"),
    path("tagihan/tunggakan/", views.arrears, name="arrears"),
    path("tagihan/kredit/", views.credits, name="credits"),
    path("tagihan/kredit/<int:programme>/minta/", views.ask, name="credits-ask"),
    path("tagihan/kredit/<int:programme>/jawaban/", views.settle, name="credits-settle"),
    path("tagihan/kelebihan/", views.surpluses, name="surpluses"),
    path("tagihan/kelebihan/<int:surplus>/", views.surplus, name="surplus"),
    path("tagihan/jumlah/", views.totals, name="totals"),
    path("tagihan/jumlah/baru/", views.state, name="total-state"),
    path("tagihan/jumlah/<int:total>/cabut/", views.withdraw, name="total-withdraw"),
    path("tagihan/<int:bill>/", views.bill, name="bill"),
    path("tagihan/<int:bill>/bayar/", views.pay, name="pay"),
    path("tagihan/<int:bill>/rincian/", views.compare, name="compare"),
    path("tagihan/<int:bill>/selisih/", views.differences, name="differences"),
    path("tagihan/<int:bill>/tutup/", views.close, name="close"),
    path("tagihan/<int:bill>/cetak/", views.printed, name="printed"),
]
