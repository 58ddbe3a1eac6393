"""Brings a district's database to this program's tables, and refuses one that a newer program has written."""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from forms.failures import EnvironmentFailure
from sync.district.database.engine import writing

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(engine: Engine) -> tuple[str, ...]:
    """Applies every missing migration in one transaction and returns their names. Raises `EnvironmentFailure` (too new)."""
    scripts = ScriptDirectory(str(SCRIPTS))
    with writing(engine) as connection:
        context = MigrationContext.configure(connection)
        current = context.get_current_revision()
        known = {script.revision: script for script in scripts.walk_revisions()}
        if current is not None and current not in known:
            raise EnvironmentFailure(
                "这个数据库是新版本的程序写的，请换上新版本的程序再启动。数据没有动过。",
                "This database was written by a newer version of the program; start that one. Nothing was touched.",
            )
        applied = []
        with Operations.context(context):
            for script in reversed(list(scripts.iterate_revisions(scripts.get_current_head(), current or "base"))):
                script.module.upgrade()
                applied.append(script.revision)
        context.stamp(scripts, scripts.get_current_head() or "base")
    return tuple(applied)
