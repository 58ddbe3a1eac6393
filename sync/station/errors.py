"""How a line to the district can fail, each with its sentence. None of them is a verdict: everything is kept and sent again."""

from forms.failures import EnvironmentFailure
from sync.protocol.reasons import words

_KEPT_ZH = "资料都在本机，一条不会少，接通后会自动补传。"
_KEPT_EN = "Everything is kept here and will be sent by itself once the line is back."


class LineFailure(EnvironmentFailure):
    """The line failed and nothing is known of what arrived."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(f"现在连不上县里。{_KEPT_ZH}", f"The district cannot be reached now. {_KEPT_EN}")
        self.detail = detail


class NotOurServer(EnvironmentFailure):
    """What answered is not the district: a portal's page, a wrong signature, a wrong certificate, a damaged answer."""

    def __init__(self, zh: str = "", en: str = "", detail: str = "") -> None:
        super().__init__(
            zh or f"应答的不是县里的系统，可能是这条网络要先登录，请打开浏览器看一下。{_KEPT_ZH}",
            en or f"What answered is not the district; this network may want a sign-in, look in a browser. {_KEPT_EN}",
        )
        self.detail = detail


class CertificateRefused(NotOurServer):
    """The server's certificate is expired, not valid yet, for another name, or signed by nobody we know."""


class UnprovenServer(NotOurServer):
    """Its certificate holds, and it has not yet shown that it is the district: nothing about anybody goes there."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(
            f"还没有核实对面是不是县里的系统，办件先不传，下次同步先核实。{_KEPT_ZH}",
            f"What answers has not shown yet that it is the district, so no case goes there; the next sync asks. {_KEPT_EN}",
            detail,
        )


class Refused(EnvironmentFailure):
    """401, 403 or another refusal of the district itself: everything is kept. `reason`: see sync.protocol.reasons."""

    def __init__(self, reason: str, zh: str = "", en: str = "") -> None:
        said = words(reason)
        super().__init__(zh or said.zh, en or said.en)
        self.reason = reason


class TooLarge(Refused):
    """413: this request is too large for the district; a smaller one may do."""

    def __init__(self) -> None:
        super().__init__("too_large")


class PageRefused(Refused):
    """The district does not take (or have) this one page; the others go on."""


class ServerBusy(EnvironmentFailure):
    """429 or 503. `retry_after` in seconds, 0 if the district did not say."""

    def __init__(self, retry_after: float = 0.0) -> None:
        said = words("busy")
        super().__init__(said.zh, said.en)
        self.retry_after = retry_after


class UpgradeNeeded(EnvironmentFailure):
    """The district no longer speaks this program's protocol."""

    def __init__(self) -> None:
        super().__init__(
            "县里的系统已经更新，本机的程序要升级后才能再传。资料都在本机，收件照常办，请联系县里升级。",
            "The district has moved on and this program must be upgraded before it can send. Everything is kept here, "
            "go on receiving cases, and ask the district for the upgrade.",
        )


class Stopped(EnvironmentFailure):
    """The program is closing, or the agent stopped the transfer; what has arrived stays."""

    def __init__(self) -> None:
        super().__init__(f"传送停下了。{_KEPT_ZH}", f"The transfer was stopped. {_KEPT_EN}")
