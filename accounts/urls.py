from django.urls import path, re_path

from accounts.views import first_run, invitation, language, people, settings

app_name = "accounts"
urlpatterns = [
    path("settings/", settings.settings_page, name="settings"),
    path("settings/regions/", settings.subdivisions, name="subdivisions"),
    path("settings/<slug:section>/", settings.settings_save, name="settings_save"),
    path("absences/<int:pk>/remove/", settings.absence_remove, name="absence_remove"),
    path("language/", language.language, name="language"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("first-run/", first_run.first_run, name="first_run"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite_person, name="invite_person"),
    path("people/<int:pk>/", people.person, name="person"),
    re_path(r"^people/(?P<pk>\d+)/(?P<act>suspend|restore|resend)/$", people.person_act, name="person_act"),
]
