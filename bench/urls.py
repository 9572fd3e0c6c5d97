"""The product's addresses and, beside them, the lower bounds."""

from django.urls import path

from bench import bound
from coopnet.urls import *  # noqa: F403
from coopnet.urls import urlpatterns as product

urlpatterns = [
    *product,
    path("bound/portfolio/", bound.portfolio),
    path("bound/cooperation/<int:pk>/", bound.cooperation),
    path("bound/contribution/<int:pk>/", bound.contribution),
]
