"""The people who sign in to the console: passwords (Argon2id), lock-out, sessions and the record of what they looked at."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from nacl import pwhash
from nacl.exceptions import InvalidkeyError
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from forms.dates import CHINA, china_time
from forms.failures import InputFailure
from sync.district.competence import Officer, Role
from sync.district.counter import next_value
from sync.district.database.engine import reading, writing
from sync.district.database.tables import audit, session, user
from sync.district.district import District

SESSION_HOURS = 10
"""From the last request on: a session goes on while it is used."""
LONGEST_SESSION = timedelta(days=7)
PROLONGED_EVERY = timedelta(minutes=15)
ENDED_KEPT = timedelta(days=7)
"""So long a session that has ended is still known: whoever held it gets back what they had filled in."""
WRONG_TRIES = 5
MOST_STRANGERS = 10_000
SHORTEST_PASSWORD = 8
_NOBODYS = "$argon2id$v=19$m=65536,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$U0hTQ2hlY2tlZEZvckl0c1RpbWVBbG9uZTAwMDAwMDA"
"""A hash that is as costly as a real one (2 passes, 64 MB) and that no password is meant to fit."""


@dataclass(frozen=True)
class User:
    """`township` is empty for district staff, who see every station."""

    login: str
    name: str
    role: Role
    township: str
    office: str
    phone: str

    @property
    def officer(self) -> Officer:
        return Officer(self.login, self.name, self.office, self.phone, self.role, self.township)


@dataclass(frozen=True)
class Visit:
    """A signed-in user and the token that every form of this session carries."""

    user: User
    csrf: str
    until: str = ""


def add_user(connection: Connection, district: District, new: User, password: str) -> None:
    """Raises `InputFailure`: the login is taken, the password too short, a clerk without a township."""
    check_length(password)
    if not new.login.strip() or not new.name.strip() or not new.office.strip():
        raise InputFailure("登录名、姓名和单位都要填。", "Login, name and office are needed.")
    if new.role == "township" and not new.township:
        raise InputFailure("乡镇人员要写明是哪个乡镇。", "A township clerk needs a township.")
    if connection.execute(select(user.c.login).where(*is_user(district, new.login))).first():
        raise InputFailure(f"登录名“{new.login}”已经有人用了，请换一个。", f"The login {new.login} is taken.")
    connection.execute(
        insert(user).values(
            district=district.code,
            login=new.login,
            name=new.name,
            role=new.role,
            township=new.township,
            office=new.office,
            phone=new.phone,
            password=hashed(password),
            failed=0,
            locked_until="",
            created_at=district.now().isoformat(timespec="seconds"),
        )
    )


def check_length(password: str) -> None:
    """Raises `InputFailure` for a password too short to protect anything."""
    if len(password) < SHORTEST_PASSWORD:
        raise InputFailure(
            f"密码至少 {SHORTEST_PASSWORD} 位。", f"A password needs at least {SHORTEST_PASSWORD} characters."
        )


def list_users(connection: Connection, district: District) -> tuple[User, ...]:
    rows = connection.execute(select(user).where(user.c.district == district.code).order_by(user.c.login))
    return tuple(User(row.login, row.name, row.role, row.township, row.office, row.phone) for row in rows)


def sign_in(district: District, login: str, password: str) -> str:
    """The session's token. Raises `InputFailure`; after five wrong tries for a minute, then two, then four …"""
    with reading(district.engine) as connection:
        stored = connection.execute(select(user.c.password).where(*is_user(district, login))).scalar()
    # Outside the transaction: it takes a tenth of a second on purpose, and stations must not wait for it. A login that
    # nobody has takes as long: how long an answer takes must not say who is here.
    fits = _fits(stored or _NOBODYS, password) and stored is not None
    with writing(district.engine) as connection:
        token, failure = _try_session(connection, district, login, stored if fits else None)
    if failure is not None:
        raise failure
    return token


def renew(district: District, token: str, login: str, password: str) -> None:
    """A session that has run out goes on, for whoever gives its holder's password. Raises `InputFailure` as `sign_in` does."""
    other = sign_in(district, login, password)
    with writing(district.engine) as connection:
        sign_out(connection, district, other)
        prolong(connection, district, token)


def _try_session(
    connection: Connection, district: District, login: str, fitting: str | None
) -> tuple[str, InputFailure | None]:
    """`fitting`: the stored hash that the password fits. One that was changed meanwhile lets nobody in."""
    row = connection.execute(
        select(user.c.failed, user.c.locked_until, user.c.password).where(*is_user(district, login)).with_for_update()
    ).first()
    now = district.now()
    if row is None:
        return "", _as_if_there(district, login, now)
    if row.locked_until and china_time(row.locked_until) > now:
        return "", _locked_out(china_time(row.locked_until), now)
    if row.password != fitting:
        _count_wrong(connection, district, login, row.failed + 1, now)
        return "", _wrong()
    return _begin_session(connection, district, login, now), None


def visit(connection: Connection, district: District, token: str) -> Visit | None:
    """Who holds this session, or None where it has ended or never was."""
    found = last_visit(connection, district, token)
    return None if found is None or has_ended(district, found) else found


def last_visit(connection: Connection, district: District, token: str) -> Visit | None:
    """As `visit`, also of a session that ran out in the last days: see `has_ended`."""
    row = connection.execute(
        select(session.c.csrf, session.c.expires_at, user)
        .join(user, (user.c.district == session.c.district) & (user.c.login == session.c.login))
        .where(session.c.district == district.code, session.c.token_hash == _token_hash(token))
    ).first()
    if row is None:
        return None
    holder = User(row.login, row.name, row.role, row.township, row.office, row.phone)
    return Visit(holder, row.csrf, row.expires_at)


def has_ended(district: District, found: Visit) -> bool:
    return china_time(found.until) < district.now()


def may_be_prolonged(district: District, token: str, found: Visit) -> bool:
    """Whether it is time to move the end of a session that is used. The token says when it began, and nobody can change it."""
    now = district.now()
    return _end_of(token, now) - china_time(found.until) >= PROLONGED_EVERY


def prolong(connection: Connection, district: District, token: str) -> None:
    """The session goes on from now, but no longer than `LONGEST_SESSION` in all."""
    until = _end_of(token, district.now()).isoformat(timespec="seconds")
    connection.execute(
        update(session)
        .where(session.c.district == district.code, session.c.token_hash == _token_hash(token))
        .values(expires_at=until)
    )


def _end_of(token: str, now: datetime) -> datetime:
    began = datetime.fromtimestamp(int(token.rpartition("-")[2] or "0", 16), CHINA)
    return min(now + timedelta(hours=SESSION_HOURS), began + LONGEST_SESSION)


def sign_out(connection: Connection, district: District, token: str) -> None:
    connection.execute(
        delete(session).where(session.c.district == district.code, session.c.token_hash == _token_hash(token))
    )


def same_secret(one: str, other: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def record_look(connection: Connection, district: District, login: str, act: str, about: str, detail: str = "") -> None:
    """One line of the audit: who looked at what that is not shown to everybody, or changed what."""
    connection.execute(
        insert(audit).values(
            district=district.code,
            number=next_value(connection, district, "audit"),
            at=district.now().isoformat(timespec="milliseconds"),
            login=login,
            act=act,
            about=about[:100],
            detail=detail,
        )
    )


def is_user(district: District, login: str) -> tuple[ColumnElement[bool], ...]:
    return (user.c.district == district.code, user.c.login == login)


def hashed(password: str) -> str:
    limits = (pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE)
    return pwhash.argon2id.str(password.encode(), *limits).decode("ascii")


def _fits(stored: str, password: str) -> bool:
    try:
        return bool(pwhash.verify(stored.encode("ascii"), password.encode()))
    except InvalidkeyError:
        return False


def _begin_session(connection: Connection, district: District, login: str, now: datetime) -> str:
    token = f"{district.random(32).hex()}-{int(now.timestamp()):x}"
    connection.execute(update(user).where(*is_user(district, login)).values(failed=0, locked_until=""))
    connection.execute(
        delete(session).where(
            session.c.district == district.code, session.c.expires_at < (now - ENDED_KEPT).isoformat(timespec="seconds")
        )
    )
    connection.execute(
        insert(session).values(
            district=district.code,
            token_hash=_token_hash(token),
            login=login,
            csrf=district.random(16).hex(),
            expires_at=(now + timedelta(hours=SESSION_HOURS)).isoformat(timespec="seconds"),
        )
    )
    return token


def _as_if_there(district: District, login: str, now: datetime) -> InputFailure:
    """A login that nobody has waits as a real one does: how it is answered must not say who is here. Kept in memory, and
    for so many logins only.
    """
    name = hashlib.sha256(login.encode()).hexdigest()
    failed, until = district.strangers.pop(name, (0, ""))
    if until and china_time(until) > now:
        district.strangers[name] = (failed, until)
        return _locked_out(china_time(until), now)
    district.strangers[name] = (failed + 1, _waits_until(failed + 1, now))
    while len(district.strangers) > MOST_STRANGERS:
        district.strangers.pop(next(iter(district.strangers)))
    return _wrong()


def _waits_until(failed: int, now: datetime) -> str:
    minutes = 2 ** min(failed - WRONG_TRIES, 6) if failed >= WRONG_TRIES else 0
    return (now + timedelta(minutes=minutes)).isoformat(timespec="seconds") if minutes else ""


def _count_wrong(connection: Connection, district: District, login: str, failed: int, now: datetime) -> None:
    until = _waits_until(failed, now)
    connection.execute(update(user).where(*is_user(district, login)).values(failed=failed, locked_until=until))


def _wrong() -> InputFailure:
    return InputFailure("登录名或密码不对，请再看一遍。", "The login or the password is wrong.")


def _locked_out(until: datetime, now: datetime) -> InputFailure:
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    return InputFailure(
        f"密码错得太多，请等 {minutes} 分钟再试。", f"Too many wrong passwords. Try again in {minutes} minutes."
    )


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
