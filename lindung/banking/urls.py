from django.urls import path

from lindung.banking.views import accounts, orders, statements

app_name = "banking"
urlpatterns = [
    path("rekening/", accounts.requests, name="requests"),
    path("rekening/minta/", accounts.ask, name="ask"),
    path("rekening/orang/", accounts.people, name="people"),
    path("rekening/jawaban/", accounts.answers, name="answers"),
    path("rekening/kesediaan/", accounts.consent, name="consent"),
    path("rekening/buku/", accounts.books, name="books"),
    path("rekening/diragukan/", accounts.doubts, name="doubts"),
    path("rekening/diragukan/<int:doubt>/", accounts.doubt, name="doubt"),
    path("rekening/berkas/<int:asked_file>/", accounts.sent, name="sent"),
    path("rekening/<int:asked>/", accounts.batch, name="batch"),
    path("rekening/<int:asked>/berkas/", accounts.batch_file, name="batch-file"),
    path("rekening/<int:asked>/jawaban/", accounts.batch_answer, name="batch-answer"),
    path("rekening-koran/", statements.statements, name="statements"),
    path("rekening-koran/baru/", statements.enter, name="statement-new"),
    path("rekening-koran/mutasi/", statements.movements, name="movements"),
    path("rekening-koran/mutasi/<int:movement>/", statements.movement, name="movement"),
    path("rekening-koran/<int:statement>/", statements.statement, name="statement"),
    path("perintah-bayar/", orders.orders, name="orders"),
    path("perintah-bayar/baru/", orders.order_new, name="order-new"),
    path("perintah-bayar/laporan/", orders.status, name="status"),
    path("perintah-bayar/transfer/", orders.transfers, name="transfers"),
    path("perintah-bayar/transfer/<int:transfer>/", orders.transfer, name="transfer"),
    path("perintah-bayar/transfer/<int:transfer>/lihat/", orders.reveal, name="transfer-reveal"),
    path("perintah-bayar/berkas/<int:instruction>/", orders.order_sent, name="order-sent"),
    path("perintah-bayar/<int:order>/", orders.order, name="order"),
    path("perintah-bayar/<int:order>/tarik/", orders.withdraw, name="withdraw"),
    path("perintah-bayar/<int:order>/berkas/", orders.order_file, name="order-file"),
]
