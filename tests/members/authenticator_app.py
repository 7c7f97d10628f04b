"""An app for codes, as a second factor."""

from allauth.mfa.totp.internal import auth as totp


def code_of(secret):
    counter = list(totp.yield_hotp_counters_from_time())[1]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def add_app(user):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret
