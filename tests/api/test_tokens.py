"""Tokens of the local issuer."""

import base64
import hashlib
import hmac
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey
from pydantic import SecretStr

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.api.tokens import LIFETIME_S, KeyVerifier, LocalIssuer, TokenRefused, desk_issuer
from hub.errors import Defect, Rejected, Unavailable
from hub.settings import Settings
from hub.verifying import verifier
from tests.api.desk import KEY
from tests.api.invented import NOW

ISSUER = LocalIssuer(KEY)
CALLER = Caller("u", Role.COORDINATOR, "QHL", frozenset({Purpose.CARE_DELIVERY}), b"\x01" * 16)


def test_a_token_says_who_it_was_issued_to() -> None:
    """Everything that a decision needs comes back as it was put in."""
    back = ISSUER.verify(ISSUER.issue(CALLER, NOW), NOW)
    assert back._replace(session="") == CALLER
    assert back.session


@pytest.mark.parametrize(("later_s", "holds"), [(0, True), (LIFETIME_S - 1, True), (LIFETIME_S, False), (-61, False)])
def test_a_token_holds_for_its_time_alone(later_s: int, holds: bool) -> None:  # noqa: FBT001 - a case of the table
    """Not a second longer, and not from the future but for a minute's skew of clocks."""
    token = ISSUER.issue(CALLER, NOW)
    if holds:
        ISSUER.verify(token, NOW + later_s * 1000)
    else:
        with pytest.raises(TokenRefused):
            ISSUER.verify(token, NOW + later_s * 1000)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "somebody"},
        {"aud": "elsewhere"},
        {"role": "admin"},
        {"purposes": ["BENEFIT_DECISION"]},
        {"purposes": None},
        {"exp": "never"},
        {"person": "zz"},
        {"sub": None, "jti": None, "exp": None},
    ],
)
def test_claims_that_are_wrong_are_refused(change: dict[str, object]) -> None:
    """A well-signed token with a role, purpose, issuer or time that is none is no token."""
    key = OctKey.import_key(KEY)
    claims = jwt.decode(ISSUER.issue(CALLER, NOW), key, algorithms=["HS256"]).claims | change
    with pytest.raises(TokenRefused):
        ISSUER.verify(jwt.encode({"alg": "HS256"}, claims, key), NOW)


def test_another_key_or_none_signs_nothing() -> None:
    """A token of another issuer, and one that names no signature, are refused."""
    forged = LocalIssuer(b"another key of thirty-two bytes!").issue(CALLER, NOW)
    unsigned = "eyJhbGciOiJub25lIn0." + ISSUER.issue(CALLER, NOW).split(".")[1] + "."
    for token in (forged, unsigned):
        with pytest.raises(TokenRefused):
            ISSUER.verify(token, NOW)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.text(alphabet="eyJ.abc-_019", max_size=60)))
def test_no_text_at_all_breaks_the_door(text: str) -> None:
    """Whatever stands in the header, the answer is a refusal."""
    with pytest.raises(TokenRefused):
        ISSUER.verify(text, NOW)


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """A second start verifies what the first issued; nobody else on the machine reads the key."""
    token = desk_issuer(tmp_path, "desk").issue(CALLER, NOW)
    desk_issuer(tmp_path, "desk").verify(token, NOW)
    assert (tmp_path / "issuer.key").stat().st_mode & 0o777 == 0o600


def test_live_mode_has_no_local_issuer(tmp_path: Path) -> None:
    """It is refused before a key is made."""
    with pytest.raises(Defect):
        desk_issuer(tmp_path, "live")
    assert list(tmp_path.iterdir()) == []


def test_a_form_token_belongs_to_one_session() -> None:
    """Two sessions of one person have two form tokens."""
    first, second = (ISSUER.verify(ISSUER.issue(CALLER, NOW), NOW) for _ in range(2))
    assert ISSUER.form_token(first) == ISSUER.form_token(first) != ISSUER.form_token(second)


def provider_signed(key: RSAKey | ECKey | OKPKey, algorithm: str, issuer: str = "https://sign-in.example") -> str:
    """A token as an identity provider signs it."""
    claims = jwt.decode(ISSUER.issue(CALLER, NOW), OctKey.import_key(KEY), algorithms=["HS256"]).claims
    return jwt.encode({"alg": algorithm}, claims | {"iss": issuer}, key, algorithms=[algorithm])


def signed_with_what_is_public(public: bytes) -> str:
    """A token whose secret is the public key: what a confused verifier would take (RFC 8725 2.1)."""
    claims = jwt.decode(ISSUER.issue(CALLER, NOW), OctKey.import_key(KEY), algorithms=["HS256"]).claims
    parts = [{"alg": "HS256", "typ": "JWT"}, claims | {"iss": "https://sign-in.example"}]
    body = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    mark = hmac.new(public, body.encode(), hashlib.sha256).digest()
    return f"{body}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (RSAKey.generate_key(2048), "RS256"),
        (ECKey.generate_key("P-256"), "ES256"),
        (OKPKey.generate_key("Ed25519"), "Ed25519"),
    ],
)
def test_live_mode_verifies_what_a_provider_signed_and_can_sign_nothing(
    key: RSAKey | ECKey | OKPKey, algorithm: str
) -> None:
    """With the public key alone tokens are read; another provider's, and one signed with that public key, are not."""
    public = key.as_pem(private=False)
    verifier = KeyVerifier(public, "https://sign-in.example")
    assert verifier.verify(provider_signed(key, algorithm), NOW).user == CALLER.user
    assert not hasattr(verifier, "issue")
    for token in (provider_signed(key, algorithm, "https://elsewhere.example"), signed_with_what_is_public(public)):
        with pytest.raises(TokenRefused):
            verifier.verify(token, NOW)
    with pytest.raises(Rejected):
        KeyVerifier(key.as_pem(private=True))


@pytest.mark.parametrize("key", [b"", b"short", b"-----BEGIN PUBLIC KEY-----\nnothing\n-----END PUBLIC KEY-----"])
def test_a_key_that_cannot_verify_is_refused_at_start(key: bytes) -> None:
    """A wrong file is said to be one before anybody is let in or kept out by it."""
    with pytest.raises(Rejected):
        KeyVerifier(key)


def test_a_shared_secret_verifies_too() -> None:
    """A provider that signs with a secret of enough bytes is understood."""
    assert KeyVerifier(KEY).verify(ISSUER.issue(CALLER, NOW), NOW).role is Role.COORDINATOR


def test_live_settings_give_a_verifier_and_no_issuer(tmp_path: Path) -> None:
    """The key file that live mode needs is used to verify, and its absence is said."""
    file = tmp_path / "provider.key"
    settings = Settings(
        mode="live", master_key_file=file, token_key_file=file, database_url=SecretStr("postgresql://127.0.0.1/x")
    )
    with pytest.raises(Unavailable):
        verifier(settings)
    file.write_bytes(KEY)
    assert isinstance(verifier(settings), KeyVerifier)
