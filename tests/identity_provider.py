"""An organisation's sign-in on this machine: an OpenID Connect provider that tests can make lie.

It speaks the authorization code flow with PKCE (OpenID Connect Core 1.0, RFC 7636) over HTTP, and refuses what a
real one would refuse: another client, a wrong secret, a code used twice, a verifier that does not fit.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "this-site", "a secret & odd: one"


class IdentityProvider(ThreadingHTTPServer):
    """Knows one person at a time.

    Attributes:
        claims: what it says of whoever signs in; a test may change or break any of it.
        metadata: what it says of itself beyond the usual.
        signs_with: the key that signs; another one than it shows makes a forged token.
        seals: makes the token of the claims in another way than by that key.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.key = self.signs_with = RSAKey.generate_key(2048, {"kid": "one"}, private=True)
        self.claims: dict[str, Any] = {}
        self.metadata: dict[str, Any] = {}
        self.asked: dict[str, dict[str, str]] = {}
        self.seals: Callable[[dict[str, Any]], str] | None = None

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def about(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Whoever asks is signed in at once; the address that leads back."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, given: dict[str, str], credentials: str) -> dict[str, Any] | None:
        """The tokens for a code; None when anything about it is wrong."""
        asked = self.asked.pop(given.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if asked is None or credentials != f"Basic {expected}":
            return None
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        fits = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        if not fits or given["redirect_uri"] != asked["redirect_uri"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "number-7",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        known = {name: value for name, value in claims.items() if value is not None}
        signed = (self.seals or self._seal)(known)
        return {"access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "id_token": signed}

    def _seal(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signs_with)


class _Conversation(BaseHTTPRequestHandler):
    server: IdentityProvider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self._say(200, self.server.about())
        elif parts.path == "/keys":
            self._say(200, {"keys": [self.server.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.server.authorize(_fields(parts.query)))
            self.end_headers()
        else:
            self._say(404, {})

    def do_POST(self) -> None:
        given = _fields(self.rfile.read(int(self.headers["Content-Length"])).decode())
        answer = self.server.token(given, self.headers.get("Authorization", ""))
        self._say(200 if answer else 400, answer or {"error": "invalid_grant"})

    def log_message(self, *_words: Any) -> None:
        """Say nothing: the test says what went wrong."""

    def _say(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _fields(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """A provider for as long as the block runs."""
    with IdentityProvider() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
