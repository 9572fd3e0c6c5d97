"""All addresses of the house; each app brings its own list."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# One door only: the administration has no sign-in of its own that would know neither limits nor second factor.
admin.site.login = secure_admin_login(admin.site.login)

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

handler400 = "coopnet.failures.bad_request"
handler403 = "coopnet.failures.permission_denied"
handler404 = "coopnet.failures.not_found"
handler429 = "coopnet.failures.too_many"
handler500 = "coopnet.failures.server_error"
