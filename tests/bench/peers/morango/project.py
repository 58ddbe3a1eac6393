"""What both ends need before anything else: the project set up, its tables made. Run in Morango's own environment."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
LOGIN, PASSWORD = "district", "for this measurement"
PROFILE, ROOT_SCOPE, STATION_SCOPE = "cases", "root", "station"


def set_up() -> None:
    """The database of MORANGO_DATABASE, with WAL and SQLite's own synchronous=FULL, and the scopes of certificates."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from morango.models.certificates import ScopeDefinition

    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=WAL")
    for scope in (ROOT_SCOPE, STATION_SCOPE):
        ScopeDefinition.objects.create(
            id=scope,
            profile=PROFILE,
            version=1,
            description=scope,
            primary_scope_param_key="district" if scope == ROOT_SCOPE else "",
            read_filter_template="",
            write_filter_template="",
            read_write_filter_template="${district}",
        )
