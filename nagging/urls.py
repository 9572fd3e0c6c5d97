from django.urls import URLPattern

app_name = "nagging"
urlpatterns: list[URLPattern] = []
