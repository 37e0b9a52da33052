from django.urls import path

from lindung.people import views

app_name = "people"
urlpatterns = [path("orang/", views.search, name="search")]
