"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("act", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "number", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_about", "audit", ["district", "about"], unique=False)
    op.create_table(
        "case_page",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("district", "station", "sha256", "case_id", name=op.f("pk_case_page")),
        comment="Which case of which station refers to which page: what a station may upload and fetch.",
    )
    op.create_table(
        "case_row",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("township", sa.String(length=60), nullable=False),
        sa.Column("last_order", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("item_code", sa.String(length=60), nullable=False),
        sa.Column("item_name", sa.String(length=200), nullable=False),
        sa.Column("applicant_name", sa.String(length=200), nullable=False),
        sa.Column("village", sa.String(length=60), nullable=False),
        sa.Column("receipt_number", sa.String(length=60), nullable=True),
        sa.Column("official_number", sa.String(length=60), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "arrived_at", sa.String(length=40), nullable=False, comment="when the first event reached the server"
        ),
        sa.Column(
            "supplied_at", sa.String(length=40), nullable=False, comment="when the last supplement reached the server"
        ),
        sa.Column(
            "due",
            sa.String(length=10),
            nullable=False,
            comment="ISO date of the next limit, 9999-12-31 where none runs",
        ),
        sa.Column(
            "snapshot", sa.LargeBinary(), nullable=False, comment="forms.lifecycle.Case as JSON: the fold so far"
        ),
        sa.PrimaryKeyConstraint("district", "case_id", name=op.f("pk_case_row")),
        sa.UniqueConstraint("district", "official_number", name=op.f("uq_case_row_district_official_number")),
        sa.UniqueConstraint("district", "receipt_number", name=op.f("uq_case_row_district_receipt_number")),
    )
    op.create_index("ix_case_row_queue", "case_row", ["district", "township", "open", "due"], unique=False)
    op.create_table(
        "chain",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("op_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "station", "device", "epoch", "seq", name=op.f("pk_chain")),
        comment="Every link of every device's hash chain; what a rewound or copied station is compared with.",
    )
    op.create_table(
        "console_session",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "token_hash", name=op.f("pk_console_session")),
    )
    op.create_table(
        "console_user",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("township", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "login", name=op.f("pk_console_user")),
    )
    op.create_table(
        "counter",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "name", name=op.f("pk_counter")),
    )
    op.create_table(
        "device",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("machine", sa.String(length=200), nullable=False),
        sa.Column("program", sa.String(length=60), nullable=False),
        sa.Column("enrolled_at", sa.String(length=40), nullable=False),
        sa.Column("revoked_at", sa.String(length=40), nullable=False),
        sa.Column("last_contact_at", sa.String(length=40), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "station", "device", name=op.f("pk_device")),
        sa.UniqueConstraint("district", "public_key", name=op.f("uq_device_district_public_key")),
    )
    op.create_table(
        "enrolment_code",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=8), nullable=False),
        sa.Column(
            "key",
            sa.LargeBinary(),
            nullable=False,
            comment="made of the secret by Argon2id; the code itself is not kept",
        ),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("expires_at", sa.String(length=40), nullable=False),
        sa.Column("used_at", sa.String(length=40), nullable=False),
        sa.Column("wrong_proofs", sa.Integer(), nullable=False),
        sa.Column("device_key", sa.LargeBinary(), nullable=False),
        sa.Column(
            "grant_body",
            sa.LargeBinary(),
            nullable=False,
            comment="the same again for the same device: an answer may be lost",
        ),
        sa.PrimaryKeyConstraint("district", "name", name=op.f("pk_enrolment_code")),
    )
    op.create_table(
        "event",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("op_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("case_id", sa.String(length=64), nullable=False),
        sa.Column("case_order", sa.Integer(), nullable=True, comment="empty for an event of no case"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False, comment="empty for a district event"),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False, comment="the server's time of receipt"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district", "op_id", name=op.f("pk_event")),
        sa.UniqueConstraint("district", "case_id", "case_order", name=op.f("uq_event_district_case_id_case_order")),
    )
    op.create_table(
        "feed",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("op_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("publication", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district", "station", "position", name=op.f("pk_feed")),
    )
    op.create_table(
        "ledger",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("op_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("case_order", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True, comment="kept here where the event was not applied"),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "op_id", name=op.f("pk_ledger")),
        comment="One verdict for each operation, for ever.",
    )
    op.create_index("ix_ledger_verdict", "ledger", ["district", "verdict"], unique=False)
    op.create_table(
        "page",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column(
            "takeover",
            sa.BigInteger(),
            nullable=False,
            comment="counts the requests; an older one finds it moved and stops",
        ),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "station", "sha256", name=op.f("pk_page")),
    )
    op.create_table(
        "publication",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column(
            "scope",
            sa.String(length=32),
            nullable=False,
            comment="a station's code for settings, empty for the whole district",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("by_login", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "kind", "scope", "version", name=op.f("pk_publication")),
    )
    op.create_table(
        "quarantine",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("op_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "op_id", "body_hash", name=op.f("pk_quarantine")),
    )
    op.create_table(
        "setting",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "name", name=op.f("pk_setting")),
    )
    op.create_table(
        "station",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("township", sa.String(length=60), nullable=False),
        sa.Column("settings", sa.LargeBinary(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("last_epoch", sa.Integer(), nullable=False),
        sa.Column("feed_position", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.String(length=40), nullable=False),
        sa.Column("last_contact_at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("district", "station", name=op.f("pk_station")),
        comment="One row a station; locked first by every transaction that writes the station's ledger, cases or feed.",
    )
