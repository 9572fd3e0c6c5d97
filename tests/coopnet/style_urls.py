"""The addresses of the house and the style page, which is otherwise only there while DEBUG is on."""

from django.urls import path

from coopnet.styleguide import styleguide
from coopnet.urls import *  # noqa: F403
from coopnet.urls import urlpatterns as of_the_house

urlpatterns = [*of_the_house, path("styleguide/", styleguide, name="styleguide")]
