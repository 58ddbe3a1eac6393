"""By how much the clock of each PC differed from the server's when it was last heard of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column(
        "device",
        sa.Column("clock_ahead_ms", sa.BigInteger(), nullable=True, comment="of the server's; empty: not said"),
    )
