"""A provider that others wrote: the server part of idpyoidc (certified by the OpenID Foundation), over real HTTP here.

Only its configuration and the way from HTTP to its endpoints are ours.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from idpyoidc.server import Server
from idpyoidc.server.configure import OPConfiguration
from idpyoidc.server.oidc.authorization import Authorization
from idpyoidc.server.oidc.provider_config import ProviderConfiguration
from idpyoidc.server.oidc.token import Token
from idpyoidc.server.oidc.userinfo import UserInfo

CLIENT_ID, CLIENT_SECRET = "sikerja", "rahasia-klien-yang-panjang-sekali-0123456789"
USER = "diana"
PERSON = {"sub": USER, "name": "Ayu Contoh", "email": "ayu@example.org", "email_verified": True}
SECRET_KEYS = {
    "kwargs": {
        "keys": {
            "key_defs": [
                {"type": "OCT", "use": ["enc"], "kid": "password"},
                {"type": "OCT", "use": ["enc"], "kid": "salt"},
            ]
        },
        "iterations": 1,
    }
}


def configuration(issuer: str) -> dict[str, Any]:
    server = "idpyoidc.server"
    return {
        "issuer": issuer,
        "httpc_params": {"verify": False, "timeout": 1},
        "subject_types_supported": ["public"],
        "keys": {
            "uri_path": "jwks.json",
            "key_defs": [
                {"type": "RSA", "key": "", "use": ["sig"]},
                {"type": "EC", "crv": "P-256", "use": ["sig"]},
            ],
        },
        "token_handler_args": {
            "jwks_def": {
                "private_path": None,
                "read_only": False,
                "key_defs": [{"type": "oct", "bytes": "24", "use": ["enc"], "kid": "code"}],
            },
            "code": {"lifetime": 600, "kwargs": {"crypt_conf": SECRET_KEYS}},
            "token": {
                "class": f"{server}.token.jwt_token.JWTToken",
                "kwargs": {"lifetime": 600, "aud": [issuer]},
            },
            "id_token": {"class": f"{server}.token.id_token.IDToken", "kwargs": {}},
        },
        "endpoint": {
            "provider_config": {
                "path": ".well-known/openid-configuration",
                "class": ProviderConfiguration,
                "kwargs": {},
            },
            "authorization": {
                "path": "authorization",
                "class": Authorization,
                "kwargs": {"response_types_supported": ["code"], "response_modes_supported": ["query"]},
            },
            "token": {
                "path": "token",
                "class": Token,
                "kwargs": {"client_authn_method": ["client_secret_basic", "client_secret_post"]},
            },
            "userinfo": {"path": "userinfo", "class": UserInfo, "kwargs": {}},
        },
        "client_authn": {
            "client_secret_basic": f"{server}.client_authn.ClientSecretBasic",
            "client_secret_post": f"{server}.client_authn.ClientSecretPost",
            "bearer_header": f"{server}.client_authn.BearerHeader",
        },
        "userinfo": {"class": f"{server}.user_info.UserInfo", "kwargs": {"db": {USER: PERSON}}},
        "authentication": {
            "anon": {
                "acr": "urn:oasis:names:tc:SAML:2.0:ac:classes:InternetProtocolPassword",
                "class": f"{server}.user_authn.user.NoAuthn",
                "kwargs": {"user": USER},
            }
        },
        "add_on": {
            "pkce": {
                "function": f"{server}.oauth2.add_on.pkce.add_support",
                "kwargs": {"essential": True, "code_challenge_methods": {"S256": "S256"}},
            }
        },
        "authz": {
            "class": f"{server}.authz.AuthzHandling",
            "kwargs": {
                "grant_config": {
                    "usage_rules": {
                        "authorization_code": {
                            "supports_minting": ["access_token", "id_token"],
                            "max_usage": 1,
                        },
                        "access_token": {},
                    },
                    "expires_in": 600,
                }
            },
        },
        "session_params": {"encrypter": SECRET_KEYS},
    }


class PenyediaBebas:
    """The provider and its HTTP server; knows one person and one client."""

    def __init__(self, redirect_uri: str, folder: str, authn: str = "client_secret_basic") -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.op = Server(OPConfiguration(conf=configuration(self.issuer), base_path=folder), cwd=folder)
        context = self.op.context
        context.cdb[CLIENT_ID] = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "redirect_uris": [(redirect_uri, None)],
            "token_endpoint_auth_method": authn,
            "response_types_supported": ["code"],
            "response_types": ["code"],
            "allowed_scopes": ["openid", "email", "profile"],
            "client_salt": "garam",
        }
        context.keyjar.add_symmetric(CLIENT_ID, CLIENT_SECRET)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _ask(self, name: str, fields: dict[str, str], authorization: str) -> tuple[int, str, str]:
        """(status, where it leads to, body) of one of its endpoints."""
        endpoint = self.op.get_endpoint(name)
        asked = endpoint.parse_request(fields, http_info={"headers": {"authorization": authorization}})
        if "error" in asked:
            return 400, "", asked.to_json() if hasattr(asked, "to_json") else json.dumps(asked)
        said = endpoint.process_request(asked)
        if "error" in said:
            return 400, "", json.dumps({"error": said["error"]})
        body = endpoint.do_response(request=asked, **said)["response"]
        return (303, body, "") if name == "authorization" else (200, "", body)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self
        names = {
            "/.well-known/openid-configuration": "provider_config",
            "/authorization": "authorization",
            "/token": "token",
            "/userinfo": "userinfo",
        }

        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                parts = urlsplit(self.path)
                sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                fields = dict(parse_qsl(parts.query if self.command == "GET" else sent))
                if parts.path == "/jwks.json":
                    status, place, body = 200, "", json.dumps(provider.op.context.keyjar.export_jwks())
                else:
                    authorization = self.headers.get("Authorization", "")
                    status, place, body = provider._ask(names[parts.path], fields, authorization)
                self.send_response(status)
                if place:
                    self.send_header("Location", place)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST = _do

            def log_message(self, *arguments: Any) -> None:
                """Silent."""

        return Handler
