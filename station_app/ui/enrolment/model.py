"""What is wrong with what was typed at the first start, before anything is asked of the district."""

from typing import Final, Literal
from urllib.parse import urlsplit

from station_app.ui.entrance import EnrolAgainForm, EnrolmentForm

SHORTEST_PASSWORD: Final = 8
Complaint = Literal[
    "address_missing",
    "address_wrong",
    "code_missing",
    "name_missing",
    "login_wrong",
    "password_missing",
    "password_short",
    "password_differs",
]


def complaints(form: EnrolmentForm, password_again: str) -> dict[str, Complaint]:
    """Every field that cannot stay as it is, all at once; empty: it may be sent."""
    found = district_complaints(form.server_address, form.code)
    return {**found, **person_complaints(form.name, form.login, form.password, password_again)}


def again_complaints(form: EnrolAgainForm) -> dict[str, Complaint]:
    """The same for a PC that is enrolled again: its agents have their passwords already."""
    missing: dict[str, Complaint] = {} if form.password else {"password": "password_missing"}
    return {**district_complaints(form.server_address, form.code), **missing}


def district_complaints(server_address: str, code: str) -> dict[str, Complaint]:
    """Of what the district gives: keys "server_address", "code"."""
    found: dict[str, Complaint] = {}
    if not server_address:
        found["server_address"] = "address_missing"
    elif not _is_address(server_address):
        found["server_address"] = "address_wrong"
    if not code:
        found["code"] = "code_missing"
    return found


def person_complaints(name: str, login: str, password: str, password_again: str) -> dict[str, Complaint]:
    """Of an agent who is to sign in here; keys "name", "login", "password", "password_again"."""
    found: dict[str, Complaint] = {}
    if not name:
        found["name"] = "name_missing"
    if not (login.isascii() and login.isalnum() and 2 <= len(login) <= 30):
        found["login"] = "login_wrong"
    return {**found, **password_complaints(password, password_again)}


def password_complaints(password: str, password_again: str) -> dict[str, Complaint]:
    """Keys "password", "password_again"."""
    if len(password) < SHORTEST_PASSWORD:
        return {"password": "password_short"}
    return {} if password == password_again else {"password_again": "password_differs"}


def whole_address(typed: str) -> str:
    """The address with what people leave out: https:// before it; no blanks, no slash behind."""
    clean = "".join(typed.split()).rstrip("/")
    if not clean or "://" in clean:
        return clean
    return f"https://{clean}"


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
