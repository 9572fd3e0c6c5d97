"""Addresses of the mailbox; routed only where mails are kept."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from coopnet.mailbox import views


class KeyConverter(StringConverter):
    """A file name as the backend makes it, and nothing that could leave the folder."""

    regex = r"[0-9]{10,20}-[0-9a-f]{8}"


register_converter(KeyConverter, "mailkey")

app_name = "mailbox"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<mailkey:key>/", views.mail_page, name="page"),
    path("<mailkey:key>/html/", views.mail_html, name="html"),
]
