"""Whom a station trusts on the line, and what it says when a certificate will not do."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from forms.failures import InputFailure
from sync.station.errors import CertificateRefused

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_EXPIRED, _NOT_YET_VALID, _OTHER_NAME, _OTHER_ADDRESS = 10, 9, 62, 64

_SENTENCES: dict[int, tuple[str, str]] = {
    _EXPIRED: (
        "县里网站的证书过期了，为了安全没有传送。请先看本机日期对不对；日期没错的话，请打电话告诉县里。资料都在本机。",
        "The district's certificate has expired, so nothing was sent. Check this computer's date first; if it is right, "
        "call the district. Everything is kept here.",
    ),
    _NOT_YET_VALID: (
        "按本机的日期，县里网站的证书还没有生效，多半是本机日期不对。请校准日期和时间，下次会自动再传。资料都在本机。",
        "By this computer's date the district's certificate is not valid yet; the date is probably wrong. Set it right "
        "and it will be sent by itself. Everything is kept here.",
    ),
    _OTHER_NAME: (
        "连上的网站不是县里的（证书上是别的名字），为了安全没有传送。请打电话问县里网址有没有变。资料都在本机。",
        "The server's certificate is for another name, so nothing was sent. Ask the district whether its address has "
        "changed. Everything is kept here.",
    ),
}
_UNKNOWN_ISSUER = (
    "连上的网站拿不出县里的证书，为了安全没有传送，可能是这条网络在中间拦截。换一条网络再试，或者打电话给县里。资料都在本机。",
    "The server cannot show a certificate this computer trusts, so nothing was sent; something on this network may be in "
    "between. Try another network or call the district. Everything is kept here.",
)


def context(ca_file: Path | None) -> ssl.SSLContext:
    """TLS 1.2 and up, trusting the district's own CA file where one is given, else what the operating system trusts."""
    made = ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    return made


def certificate_refused(error: BaseException) -> CertificateRefused:
    """The sentence for a TLS failure, found by the verification's own code somewhere in the chain of causes."""
    code = _verify_code(error)
    zh, en = _SENTENCES.get(_OTHER_NAME if code == _OTHER_ADDRESS else code, _UNKNOWN_ISSUER)
    return CertificateRefused(zh, en, detail=str(error))


def checked_url(url: str, allow_plain: bool) -> str:
    """`url` without a slash at its end. Raises InputFailure unless it is https, or http to this very computer.

    `allow_plain`: the district's settings say that its network is closed and encrypted by other means.
    """
    parts = urlsplit(url.strip())
    plain_ok = parts.scheme == "http" and (allow_plain or parts.hostname in _LOOPBACK)
    if not parts.hostname or not (parts.scheme == "https" or plain_ok):
        raise InputFailure(
            "县里的网址要以 https:// 开头，请照县里给的网址再输一遍。",
            "The district's address must begin with https://. Please type it again as the district gave it.",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def is_broken_off(error: BaseException) -> bool:
    """Whether TLS ended because the line did: nobody has shown a certificate that would not do."""
    return any(
        isinstance(at, ssl.SSLEOFError | ssl.SSLZeroReturnError | ConnectionError | TimeoutError)
        for at in _wrapped(error)
    )


def _verify_code(error: BaseException) -> int:
    return next((at.verify_code for at in _wrapped(error) if isinstance(at, ssl.SSLCertVerificationError)), 0)


def _wrapped(error: BaseException) -> Iterator[BaseException]:
    """Libraries wrap the TLS error as a cause, a context or an argument."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        at = waiting.pop()
        if not isinstance(at, BaseException) or id(at) in seen:
            continue
        yield at
        seen.add(id(at))
        waiting += [at.__cause__, at.__context__, getattr(at, "reason", None), *at.args]
