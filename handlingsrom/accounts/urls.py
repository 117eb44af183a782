"""Addresses of sign-in, the profile and the administration of people."""

from django.urls import include, path

from .views import people, profile, sign_in

app_patterns = (
    [
        path("logg-inn/kode/ny/", sign_in.new_code, name="new-code"),
        path("logg-inn/demo/", sign_in.demo_sign_in, name="demo-sign-in"),
        path("profil/", profile.profile, name="profile"),
        path("profil/logg-ut-overalt/", profile.sign_out_everywhere, name="sign-out-everywhere"),
        path("profil/mine-data/", profile.own, name="own-data"),
        path("profil/mine-data.json", profile.own_json, name="own-data-json"),
        path("personer/", people.people, name="people"),
        path("personer/ny/", people.add, name="person-add"),
        path("personer/<uuid:pk>/", people.person, name="person"),
        path("personer/<uuid:pk>/deaktiver/", people.deactivate, name="person-deactivate"),
        path("personer/<uuid:pk>/aktiver/", people.reactivate, name="person-reactivate"),
    ],
    "accounts",
)

urlpatterns = [
    path("logg-inn/", sign_in.sign_in, name="account_login"),
    path("logg-inn/kode/", sign_in.code, name="account_confirm_login_code"),
    path("logg-ut/", sign_in.sign_out, name="account_logout"),
    path("", include(app_patterns)),
]
