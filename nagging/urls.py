from django.urls import path

from nagging import views

app_name = "nagging"
urlpatterns = [
    path("stop/<str:token>/", views.stop, name="stop"),
    path("<str:token>/", views.answer_page, name="answer"),
    path("<str:token>/thanks/", views.thanks, name="thanks"),
]
