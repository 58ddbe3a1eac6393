"""Alembic asks for this file. Migrations run through `sync.district.database.migrate`, never from Alembic's command."""
