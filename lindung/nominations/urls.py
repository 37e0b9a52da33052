from django.urls import path

from lindung.nominations import views

app_name = "nominations"
urlpatterns = [
    path("usulan/", views.nominations, name="list"),
    path("usulan/<int:nomination>/", views.nomination, name="nomination"),
    path("verifikasi/", views.queue, name="queue"),
    path("verifikasi/<int:programme>/<str:region>/", views.check, name="check"),
    path("verifikasi/<int:programme>/<str:region>/putuskan/", views.verify, name="verify"),
]
