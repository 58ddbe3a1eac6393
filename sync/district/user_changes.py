"""A new password for somebody who signs in to the console, or the end of an account: sessions of before end at once."""

import hashlib

from sqlalchemy import Connection, delete, select, update

from forms.failures import InputFailure
from sync.district.database.engine import writing
from sync.district.database.tables import session, user
from sync.district.district import District
from sync.district.users import check_length, hashed, is_user, sign_in


def give_password(connection: Connection, district: District, login: str, password: str) -> None:
    """A new password, a lock-out is over. Raises `InputFailure`: nobody has this login, the password is too short."""
    check_length(password)
    _check_known(connection, district, login)
    connection.execute(
        update(user).where(*is_user(district, login)).values(password=hashed(password), failed=0, locked_until="")
    )
    _end_sessions(connection, district, login)


def remove_user(connection: Connection, district: District, login: str) -> None:
    """What this person did stays in the history, under the name. Raises `InputFailure` for a login nobody has."""
    _check_known(connection, district, login)
    _end_sessions(connection, district, login)
    connection.execute(delete(user).where(*is_user(district, login)))


def change_password(district: District, login: str, old: str, new: str) -> str:
    """One's own: a wrong `old` counts as a wrong try at the sign-in does. Returns the token of the only session left.

    Raises `InputFailure`; nothing is changed then.
    """
    check_length(new)
    token = sign_in(district, login, old)
    with writing(district.engine) as connection:
        connection.execute(update(user).where(*is_user(district, login)).values(password=hashed(new)))
        _end_sessions(connection, district, login, but=token)
    return token


def _check_known(connection: Connection, district: District, login: str) -> None:
    if connection.execute(select(user.c.login).where(*is_user(district, login))).first() is None:
        raise InputFailure(f"没有登录名是“{login}”的人，请用 users list 看一看。", f"Nobody has the login {login}.")


def _end_sessions(connection: Connection, district: District, login: str, but: str = "") -> None:
    kept = hashlib.sha256(but.encode()).hexdigest()
    connection.execute(
        delete(session).where(
            session.c.district == district.code, session.c.login == login, session.c.token_hash != kept
        )
    )
