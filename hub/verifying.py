"""Who verifies tokens: the desk its own, live mode those of an identity provider."""

from hub.api.tokens import KeyVerifier, TokenVerifier, desk_issuer
from hub.errors import Unavailable
from hub.settings import Settings


def verifier(settings: Settings) -> TokenVerifier:
    """Give the verifier that the settings name; raises `Rejected` or `Unavailable` for a key that cannot be used."""
    if settings.mode == "desk" or settings.token_key_file is None:
        return desk_issuer(settings.data / "keys", settings.mode)
    try:
        key = settings.token_key_file.read_bytes()
    except OSError as away:
        raise Unavailable("the key of HUB_TOKEN_KEY_FILE cannot be read") from away
    return KeyVerifier(key, settings.token_issuer)
