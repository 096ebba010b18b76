"""Addresses of login, of a person's own account and of the firm's settings."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.tenancy.views import (
    account,
    credentials,
    factor,
    firm,
    identity,
    keys,
    login,
    signing,
)

urlpatterns = [
    path("login/", login.login, name="login"),
    path("login/code/", login.second_factor_verify, name="second-factor-verify"),
    path("logout/", login.logout, name="logout"),
    path("language/", login.language_switch, name="language-switch"),
    path("firm/", login.firm_switch, name="firm-switch"),
    path("password/forgotten/", account.password_reset, name="password-reset"),
    path("password/<uidb64>/<token>/", account.PasswordSetView.as_view(), name="password-set"),
    path("account/", account.profile, name="profile"),
    path("account/password/", account.password_change, name="password-change"),
    path("account/second-factor/", factor.overview, name="second-factor"),
    path("account/second-factor/setup/", factor.setup, name="second-factor-setup"),
    path("settings/firm/", firm.firm_settings, name="firm-settings"),
    path("settings/sender-identity/", identity.sender_identity, name="sender-identity"),
    path("settings/service-centre/", firm.sms_settings, name="service-centre"),
    path("settings/credentials/", credentials.page, name="credentials"),
    path("api-keys/new/", keys.new, name="api-key-new"),
    path("api-keys/<int:pk>/rotate/", keys.rotate, name="api-key-rotate"),
    path("signing-keys/", signing.keys, name="signing-keys"),
    path("signing-keys/portal-anahtarlari.pem", signing.pem, name="signing-keys-pem"),
    path("signing-keys/imza.py", signing.checker, name="signing-keys-checker"),
    path("account/invitations/<int:pk>/", account.invitation, name="invitation"),
]
