"""All addresses of the house; each app brings its own list."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("coopnet.root_urls")),
    path("account/", include("allauth.urls")),
    path("me/", include("accounts.urls")),
    path("answer/", include("nagging.urls")),
    path("partners/", include("partners.urls")),
    path("cooperations/", include("cooperations.urls")),
    path("coaching/", include("coaching.urls")),
    path("admin/", admin.site.urls),
]
