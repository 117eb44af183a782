"""Addresses of the web app: front page, my page, about, contact, status."""

from django.conf import settings
from django.urls import path

from .views import components, contact, language, my_page, pages, status, well_known

app_name = "web"
urlpatterns = [
    path("", pages.home, name="home"),
    path("min-side/", my_page.my_page, name="my-page"),
    path("om/", pages.about, name="about"),
    path("tilgjengelighet/", pages.accessibility, name="accessibility"),
    path("personvern/", pages.privacy, name="privacy"),
    path("kontakt/", contact.contact, name="contact"),
    path("status/", status.status, name="status"),
    path("sprak/", language.language, name="language"),
    path("robots.txt", well_known.robots, name="robots"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path(".well-known/security.txt", well_known.security, name="security"),
]
if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("komponenter/", components.components, name="components"))
