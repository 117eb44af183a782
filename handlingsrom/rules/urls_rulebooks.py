"""Addresses of the rule guide: the rulebooks, for administrators of the platform."""

from django.urls import URLPattern, path

from .views import rulebooks

urlpatterns: list[URLPattern] = [
    path("regelboker/", rulebooks.rulebooks, name="rulebooks"),
    path("regelboker/ny/", rulebooks.add, name="rulebook-add"),
    path("regelboker/<str:jurisdiction>/<str:version>/", rulebooks.rulebook, name="rulebook"),
    path("regelboker/<str:jurisdiction>/<str:version>/ta-i-bruk/", rulebooks.put_into_effect, name="rulebook-in-force"),
    path("regelboker/<str:jurisdiction>/<str:version>/forkast/", rulebooks.discard, name="rulebook-discard"),
    path("regelboker/<str:jurisdiction>/<str:version>/fil/<str:language>/", rulebooks.file, name="rulebook-file"),
]
