"""Addresses of the examples."""

from django.urls import path

from .views import copying, reading, writing

app_name = "arena"

one = "eksempler/<slug:slug>/"

urlpatterns = [
    path("eksempler/", reading.examples, name="examples"),
    path(one, reading.example, name="example"),
    path(one + "forhandsvisning/", writing.preview, name="preview"),
    path(one + "endre/", writing.edit, name="edit"),
    path(one + "publiser/", writing.publish, name="publish"),
    path(one + "trekk-tilbake/", writing.withdraw, name="withdraw"),
    path(one + "kopier-behovet/", copying.copy_need, name="copy-need"),
    path(one + "fil/<uuid:pk>/", reading.document, name="document"),
    path("initiativ/<uuid:pk>/del-som-eksempel/", writing.share, name="share"),
]
