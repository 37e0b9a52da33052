from django.urls import path

from lindung.intake.views import files, rows, uploads

app_name = "intake"
urlpatterns = [
    path("berkas/", files.files, name="files"),
    path("berkas/unggah/", uploads.upload, name="upload"),
    path("berkas/templat/", uploads.template, name="template"),
    path("berkas/unggahan/", uploads.deliveries, name="deliveries"),
    path("berkas/unggahan/<int:delivery>/", uploads.show, name="delivery"),
    path("berkas/unggahan/<int:delivery>/lagi/", uploads.again, name="again"),
    path("berkas/unggahan/isi/<int:arrival>/", uploads.arrived, name="arrived"),
    path("berkas/unggahan/<int:delivery>/surat/", uploads.letter, name="letter"),
    path("berkas/<int:file>/", files.show, name="file"),
    path("berkas/<int:file>/baris/", files.rows, name="rows"),
    path("berkas/<int:file>/asli/", files.original, name="original"),
    path("berkas/<int:file>/diperiksa/", files.returned, name="returned"),
    path("berkas/baris/<str:row>/", rows.show, name="row"),
]
