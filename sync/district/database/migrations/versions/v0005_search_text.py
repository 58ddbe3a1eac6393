"""What a case is found by at the console: folded lines, as at the desk, with initials."""

import sqlalchemy as sa
from alembic import op

from sync.district.case_search import search_text

revision = "0005"
down_revision = "0004"

_FOUND_BY = ("applicant_name", "village", "corrected", "receipt_number", "official_number", "item_name")


def upgrade() -> None:
    op.add_column(
        "case_row",
        sa.Column("search_text", sa.Text(), server_default="", nullable=False, comment="what the console finds it by"),
    )
    names = ("district", "case_id", "search_text", *_FOUND_BY)
    row_of = sa.table("case_row", *(sa.column(name, sa.Text()) for name in names))
    connection = op.get_bind()
    for row in connection.execute(sa.select(row_of)).all():
        others = (row.receipt_number or "", row.official_number or "", row.item_name)
        text = search_text((row.applicant_name, row.village, *row.corrected.split("\n")), others)
        where = (row_of.c.district == row.district, row_of.c.case_id == row.case_id)
        connection.execute(sa.update(row_of).where(*where).values(search_text=text))
