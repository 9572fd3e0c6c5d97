"""Tokens of invitations: 32 bytes that only a mail carries and only the secret key of the installation can make."""

import base64
import hashlib

from django.utils.crypto import salted_hmac

_SALT = "accounts.invitation"


def token_from(nonce: str) -> str:
    """The token that belongs to ``nonce``: 43 characters, safe in an address."""
    digest = salted_hmac(_SALT, nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def token_hash(token: str) -> str:
    """What the database keeps of ``token``: SHA-256 in hex. Any text is accepted, broken Unicode too."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
