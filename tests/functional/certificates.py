"""Certificates as hosts have them: a good one, one that is over, one of another host, one that nobody but its owner vouches for."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "portal.yunjiang.example"
FAULTS = {
    "expired": "证书已过期",
    "other_host": "证书不是这台主机的",
    "self_signed": "证书是自己签发的，不可信",
    "unknown_issuer": "证书的签发机构不可信",
}


@dataclass(frozen=True)
class Issuer:
    """An authority of its own, whose certificate stands in a file that requests can be told to trust."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def create(cls, name: str) -> Issuer:
        key, named = ec.generate_private_key(ec.SECP256R1()), _named(name)
        made = _builder(named, named, key, days=(-900, 900)).add_extension(x509.BasicConstraints(True, None), True)
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        made = made.add_extension(usage, True)
        return cls(named, key, made.sign(key, hashes.SHA256()))

    def write(self, path: Path) -> Path:
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return path


def serve_over_tls(server: ThreadingHTTPServer, kind: str, issuer: Issuer, folder: Path) -> None:
    """From now on the server speaks TLS, with a certificate of this kind."""
    key = ec.generate_private_key(ec.SECP256R1())
    signer = {"self_signed": None, "unknown_issuer": Issuer.create("Somebody")}.get(kind, issuer)
    subject = _named(NAME)
    days = (-30, -1) if kind == "expired" else (-1, 30)
    host = "www.elsewhere.example" if kind == "other_host" else NAME
    names: list[x509.GeneralName] = [x509.DNSName(host)]
    if kind != "other_host":
        names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    made = _builder(subject, subject if signer is None else signer.name, key, days)
    made = made.add_extension(x509.SubjectAlternativeName(names), False)
    signed = made.sign(key if signer is None else signer.key, hashes.SHA256())
    path = folder / f"{kind}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server.socket = context.wrap_socket(server.socket, server_side=True)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
    )
