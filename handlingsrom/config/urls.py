"""All addresses. One scheme for all languages; each room has its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("handlingsrom.web.urls")),
    path("", include("handlingsrom.accounts.urls")),
    path("", include("handlingsrom.network.urls")),
    path("", include("handlingsrom.method.urls")),
    path("", include("handlingsrom.initiatives.urls")),
    path("", include("handlingsrom.arena.urls")),
    path("", include("handlingsrom.rules.urls")),
    path("", include("handlingsrom.search.urls")),
    path("", include("handlingsrom.core.urls")),
]

handler400 = "handlingsrom.web.views.errors.bad_request"
handler403 = "handlingsrom.web.views.errors.forbidden"
handler404 = "handlingsrom.web.views.errors.not_found"
handler500 = "handlingsrom.web.views.errors.server_error"
