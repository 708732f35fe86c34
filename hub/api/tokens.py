"""Short-lived tokens (JWT) that say who asks: signed by the desk itself, or in live mode by an identity provider.

The issuer signs with a key in the data folder and is refused in live mode, where an identity provider signs.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from hub.api.access import Caller
from hub.api.purposes import Purpose, Role
from hub.errors import Defect, HubError, Rejected
from hub.people.secret_file import make_once

ISSUER: Final = "hub-desk"
AUDIENCE: Final = "hub"
LIFETIME_S: Final = 3600


class TokenRefused(HubError):  # noqa: N818 - a plain word, like the other failures
    """A token that is absent, malformed, forged, out of time or not meant for the hub."""


class TokenVerifier(Protocol):
    """Whoever can tell who a token speaks for."""

    def verify(self, token: str, now: int) -> Caller:
        """Return the caller at a moment (milliseconds); raises `TokenRefused`."""
        ...


class LocalIssuer:
    """Issues and verifies the desk's own tokens."""

    def __init__(self, key: bytes, *, mode: str = "desk") -> None:
        if mode == "live":
            raise Defect("the local issuer is for a desk: live mode needs an identity provider")
        self._key = OctKey.import_key(key)
        self._secret = key

    def issue(self, caller: Caller, now: int, lifetime_s: int = LIFETIME_S) -> str:
        """Sign a token for somebody; `now` are milliseconds since the epoch."""
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": caller.user,
            "role": caller.role.value,
            "org": caller.organisation,
            "purposes": sorted(caller.purposes),
            "iat": now // 1000,
            "exp": now // 1000 + lifetime_s,
            "jti": secrets.token_hex(8),
        }
        if caller.subject is not None:
            claims["person"] = caller.subject.hex()
        return jwt.encode({"alg": "HS256"}, claims, self._key)

    def verify(self, token: str, now: int) -> Caller:
        """Return who the token speaks for; raises `TokenRefused`."""
        return _verified(token, self._key, ["HS256"], ISSUER, now)

    def form_token(self, caller: Caller) -> str:
        """Return the token that a form of this session must carry (against cross-site requests)."""
        return hmac.new(self._secret, b"form:" + caller.session.encode(), hashlib.sha256).hexdigest()


class KeyVerifier:
    """Verifies tokens that an identity provider signed, and can sign none.

    `key` is the provider's public key (PEM: RSA, EC or Ed25519), or a secret of 32 bytes and more that it shares
    with the hub (HS256).  A public key is the better choice: with it nobody who reads the hub's files can sign.
    """

    def __init__(self, key: bytes, issuer: str = ISSUER) -> None:
        self._key, self._algorithms = _verification_key(key)
        self._issuer = issuer

    def verify(self, token: str, now: int) -> Caller:
        """Return who the token speaks for; raises `TokenRefused`."""
        return _verified(token, self._key, self._algorithms, self._issuer, now)


_Key = OctKey | RSAKey | ECKey | OKPKey
_PUBLIC: Final[tuple[tuple[type[RSAKey | ECKey | OKPKey], list[str]], ...]] = (
    (RSAKey, ["RS256", "PS256"]),
    (ECKey, ["ES256", "ES384"]),
    (OKPKey, ["EdDSA", "Ed25519"]),
)
_SECRET_BYTES: Final = 32


def _verification_key(key: bytes) -> tuple[_Key, list[str]]:
    """Read a key file; raises `Rejected` for one that is no key, too short, or a private key."""
    if b"PRIVATE KEY" in key:
        raise Rejected("HUB_TOKEN_KEY_FILE", "private_key", "give the hub the public key: it verifies and never signs")
    if b"-----BEGIN" in key:
        for kind, algorithms in _PUBLIC:
            try:
                return kind.import_key(key), algorithms
            except (JoseError, ValueError, TypeError):
                continue
        raise Rejected("HUB_TOKEN_KEY_FILE", "not_a_key", "this is no public key of RSA, EC or Ed25519")
    if len(key) < _SECRET_BYTES:
        raise Rejected("HUB_TOKEN_KEY_FILE", "too_short", "a shared secret has 32 bytes or more")
    return OctKey.import_key(key), ["HS256"]


def _verified(token: str, key: _Key, algorithms: list[str], issuer: str, now: int) -> Caller:
    try:
        claims = jwt.decode(token, key, algorithms=algorithms).claims
        return _caller(claims, issuer, now // 1000)
    except (JoseError, ValueError, TypeError, KeyError) as refused:
        raise TokenRefused("the token is not valid here") from refused


def _caller(claims: Mapping[str, Any], issuer: str, now_s: int) -> Caller:
    """Read claims; raises ValueError, TypeError or KeyError when one is missing or wrong."""
    if claims["iss"] != issuer or claims["aud"] != AUDIENCE:
        raise ValueError("iss or aud")
    if not claims["iat"] - 60 <= now_s < claims["exp"]:
        raise ValueError("exp")
    person = claims.get("person")
    return Caller(
        user=str(claims["sub"]),
        role=Role(claims["role"]),
        organisation=str(claims["org"]),
        purposes=frozenset(Purpose(purpose) for purpose in claims["purposes"]),
        subject=None if person is None else bytes.fromhex(person),
        session=str(claims["jti"]),
    )


def desk_key(folder: Path) -> bytes:
    """Read the signing key in the data folder, made on first use and readable by its owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "issuer.key"
    make_once(path, secrets.token_bytes(32))
    return path.read_bytes()


def desk_issuer(folder: Path, mode: str) -> LocalIssuer:
    """Return the desk's issuer; raises `Defect` in live mode."""
    if mode == "live":
        raise Defect("the local issuer is for a desk: live mode needs an identity provider")
    return LocalIssuer(desk_key(folder), mode=mode)
