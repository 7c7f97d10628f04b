"""A security key, as allauth stores one."""

import hashlib
import json

from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)


def add_key(user):
    key = {"name": "Key", "credential": credential()}
    return user.authenticator_set.create(type="webauthn", data=key)


def credential():
    """What a browser tells of a new key."""
    public_key = ec.generate_private_key(ec.SECP256R1()).public_key()
    attested = AttestedCredentialData.create(
        bytes(16), b"the key", ES256.from_cryptography_key(public_key)
    )
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    site = hashlib.sha256(b"testserver").digest()
    data = AuthenticatorData.create(site, flags, 0, attested)
    return response_with(AttestationObject.create("none", data, {}))


def response_with(attestation_object):
    client_data = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, b"challenge", "https://testserver"
    )
    return {
        "id": websafe_encode(b"the key"),
        "rawId": websafe_encode(b"the key"),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client_data),
            "attestationObject": websafe_encode(attestation_object),
        },
    }


MALFORMED = {
    "nothing": "",
    "no JSON": "no JSON",
    "empty": "{}",
    "a list": "[1]",
    "an id alone": '{"id": "x"}',
    "another id": json.dumps({**response_with(b""), "rawId": "eA"}),
    "a text cut short": json.dumps(response_with(b"\x5b")),
}
