"""What is wrong with a host's certificate, in words that its keeper can act on."""

from __future__ import annotations

import ssl

# Codes of OpenSSL's verification (x509_vfy.h).
_FAULTS = {
    9: "证书尚未生效",
    10: "证书已过期",
    18: "证书是自己签发的，不可信",
    19: "证书是自己签发的，不可信",
    20: "证书的签发机构不可信",
    21: "证书的签发机构不可信",
    62: "证书不是这台主机的",
    64: "证书不是这台主机的",
}
_UNKNOWN = "证书有误"


def certificate_fault(failed: BaseException) -> str:
    """Which fault of the certificate a failed connection came from; some fault where TLS itself failed."""
    one: object = failed
    while isinstance(one, BaseException):
        if isinstance(one, ssl.SSLCertVerificationError):
            return _FAULTS.get(one.verify_code, _UNKNOWN)
        one = getattr(one, "reason", None) or next((arg for arg in one.args if isinstance(arg, BaseException)), None)
    return _UNKNOWN
