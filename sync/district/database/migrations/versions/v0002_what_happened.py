"""What befell PCs and district: restorations, clones, new PCs; and which verdicts a PC has still to be told anew."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "happening",
        sa.Column("district", sa.String(length=32), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("station", sa.String(length=32), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("district", "number", name=op.f("pk_happening")),
        comment="What befell the data of a PC or of the district, told in words on the console. Written with what it tells of.",
    )
    op.create_index("ix_happening_station", "happening", ["district", "station", "device"], unique=False)
    op.add_column(
        "device",
        sa.Column(
            "incarnation",
            sa.String(length=40),
            server_default="",
            nullable=False,
            comment="of the feed it had read when last heard of",
        ),
    )
    op.add_column(
        "device",
        sa.Column(
            "read_to",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="position in the feed of that incarnation",
        ),
    )
    op.add_column(
        "device",
        sa.Column(
            "pages_lacking",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="which the PC has still to fetch",
        ),
    )
    op.add_column(
        "device",
        sa.Column(
            "judged_anew",
            sa.BigInteger(),
            server_default="0",
            nullable=False,
            comment="the first seq whose verdict has changed since it was told; 0: none",
        ),
    )
