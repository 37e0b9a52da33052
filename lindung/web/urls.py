from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from lindung.web import views
from lindung.web.forms import SignInForm

app_name = "web"
urlpatterns = [
    path("", views.front, name="front"),
    path("ruang-kerja/", views.home, name="home"),
    path(
        "masuk/",
        LoginView.as_view(template_name="web/sign_in.html", authentication_form=SignInForm),
        name="sign-in",
    ),
    path("keluar/", LogoutView.as_view(next_page="web:front"), name="sign-out"),
    path("sehat/", views.health, name="health"),
]
