from django.urls import path

from lindung.ui import views

app_name = "ui"
urlpatterns = [
    path("pilihan/", views.switch, name="switch"),
    path("gaya/", views.show_gallery, name="gallery"),
]
