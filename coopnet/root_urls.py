"""Addresses of the composition root: start, health, the embedded mailbox."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
