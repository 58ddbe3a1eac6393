"""What particulars of a case were corrected from and to: it is found by either."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "case_row",
        sa.Column(
            "corrected",
            sa.Text(),
            server_default="",
            nullable=False,
            comment="values before and after each correction of particulars, a line each: the search finds them",
        ),
    )
