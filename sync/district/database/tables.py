"""The tables of the district server. `district` leads every primary key, so that a distributed PostgreSQL can split by it."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _district() -> Column[str]:
    return Column("district", String(32), primary_key=True)


station = Table(
    "station",
    metadata,
    _district(),
    Column("station", String(32), primary_key=True),
    Column("township", String(60), nullable=False),
    Column("settings", LargeBinary, nullable=False),
    Column("settings_version", Integer, nullable=False),
    Column("last_epoch", Integer, nullable=False),
    Column("feed_position", BigInteger, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("last_contact_at", String(40), nullable=False),
    comment="One row a station; locked first by every transaction that writes the station's ledger, cases or feed.",
)

device = Table(
    "device",
    metadata,
    _district(),
    Column("station", String(32), primary_key=True),
    Column("device", String(32), primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("machine", String(200), nullable=False),
    Column("program", String(60), nullable=False),
    Column("enrolled_at", String(40), nullable=False),
    Column("revoked_at", String(40), nullable=False),
    Column("last_contact_at", String(40), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column(
        "incarnation",
        String(40),
        nullable=False,
        server_default="",
        comment="of the feed it had read when last heard of",
    ),
    Column(
        "read_to", BigInteger, nullable=False, server_default="0", comment="position in the feed of that incarnation"
    ),
    Column("pages_lacking", BigInteger, nullable=False, server_default="0", comment="which the PC has still to fetch"),
    Column(
        "judged_anew",
        BigInteger,
        nullable=False,
        server_default="0",
        comment="the first seq whose verdict has changed since it was told; 0: none",
    ),
    Column("clock_ahead_ms", BigInteger, nullable=True, comment="of the server's; empty: not said"),
    UniqueConstraint("district", "public_key"),
)

enrolment_code = Table(
    "enrolment_code",
    metadata,
    _district(),
    Column("name", String(8), primary_key=True),
    Column("key", LargeBinary, nullable=False, comment="made of the secret by Argon2id; the code itself is not kept"),
    Column("station", String(32), nullable=False),
    Column("made_at", String(40), nullable=False),
    Column("expires_at", String(40), nullable=False),
    Column("used_at", String(40), nullable=False),
    Column("wrong_proofs", Integer, nullable=False),
    Column("device_key", LargeBinary, nullable=False),
    Column(
        "grant_body", LargeBinary, nullable=False, comment="the same again for the same device: an answer may be lost"
    ),
)

chain = Table(
    "chain",
    metadata,
    _district(),
    Column("station", String(32), primary_key=True),
    Column("device", String(32), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("op_id", LargeBinary(16), nullable=False),
    Column("hash", LargeBinary, nullable=False),
    comment="Every link of every device's hash chain; what a rewound or copied station is compared with.",
)

ledger = Table(
    "ledger",
    metadata,
    _district(),
    Column("op_id", LargeBinary(16), primary_key=True),
    Column("station", String(32), nullable=False),
    Column("device", String(32), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("body_hash", LargeBinary, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("case_order", Integer, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("body", LargeBinary, nullable=True, comment="kept here where the event was not applied"),
    Column("at", String(40), nullable=False),
    Index("ix_ledger_verdict", "district", "verdict"),
    comment="One verdict for each operation, for ever.",
)

quarantine = Table(
    "quarantine",
    metadata,
    _district(),
    Column("op_id", LargeBinary(16), primary_key=True),
    Column("body_hash", LargeBinary, primary_key=True),
    Column("station", String(32), nullable=False),
    Column("device", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", String(40), nullable=False),
)

event = Table(
    "event",
    metadata,
    _district(),
    Column("op_id", LargeBinary(16), primary_key=True),
    Column("case_id", String(64), nullable=False),
    Column("case_order", Integer, nullable=True, comment="empty for an event of no case"),
    Column("kind", String(40), nullable=False),
    Column("author", String(10), nullable=False),
    Column("station", String(32), nullable=False),
    Column("device", String(32), nullable=False, comment="empty for a district event"),
    Column("epoch", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False, comment="the server's time of receipt"),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("district", "case_id", "case_order"),
)

case_row = Table(
    "case_row",
    metadata,
    _district(),
    Column("case_id", String(64), primary_key=True),
    Column("station", String(32), nullable=False),
    Column("township", String(60), nullable=False),
    Column("last_order", Integer, nullable=False),
    Column("state", String(32), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("item_code", String(60), nullable=False),
    Column("item_name", String(200), nullable=False),
    Column("applicant_name", String(200), nullable=False),
    Column("village", String(60), nullable=False),
    Column("receipt_number", String(60), nullable=True),
    Column("official_number", String(60), nullable=True),
    Column("urgent", Boolean, nullable=False),
    Column("arrived_at", String(40), nullable=False, comment="when the first event reached the server"),
    Column("supplied_at", String(40), nullable=False, comment="when the last supplement reached the server"),
    Column("due", String(10), nullable=False, comment="ISO date of the next limit, 9999-12-31 where none runs"),
    Column("snapshot", LargeBinary, nullable=False, comment="forms.lifecycle.Case as JSON: the fold so far"),
    Column(
        "corrected",
        Text,
        nullable=False,
        server_default="",
        comment="values before and after each correction of particulars, a line each: the search finds them",
    ),
    Column("search_text", Text, nullable=False, server_default="", comment="what the console finds it by"),
    UniqueConstraint("district", "receipt_number"),
    UniqueConstraint("district", "official_number"),
    Index("ix_case_row_queue", "district", "township", "open", "due"),
)

case_page = Table(
    "case_page",
    metadata,
    _district(),
    Column("station", String(32), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("case_id", String(64), primary_key=True),
    Column("author", String(10), nullable=False),
    comment="Which case of which station refers to which page: what a station may upload and fetch.",
)

feed = Table(
    "feed",
    metadata,
    _district(),
    Column("station", String(32), primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("op_id", LargeBinary(16), nullable=True),
    Column("publication", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

page = Table(
    "page",
    metadata,
    _district(),
    Column("station", String(32), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("committed", BigInteger, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column(
        "takeover", BigInteger, nullable=False, comment="counts the requests; an older one finds it moved and stops"
    ),
    Column("at", String(40), nullable=False),
)

publication = Table(
    "publication",
    metadata,
    _district(),
    Column("kind", String(16), primary_key=True),
    Column(
        "scope", String(32), primary_key=True, comment="a station's code for settings, empty for the whole district"
    ),
    Column("version", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("by_login", String(60), nullable=False),
    Column("at", String(40), nullable=False),
)

counter = Table(
    "counter",
    metadata,
    _district(),
    Column("name", String(60), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    _district(),
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)

happening = Table(
    "happening",
    metadata,
    _district(),
    Column("number", BigInteger, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("station", String(32), nullable=False, comment="empty where it is the whole district's"),
    Column("device", String(32), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_happening_station", "district", "station", "device"),
    comment="What befell the data of a PC or of the district, told in words on the console. Written with what it tells of.",
)

user = Table(
    "console_user",
    metadata,
    _district(),
    Column("login", String(60), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("township", String(60), nullable=False),
    Column("office", String(100), nullable=False),
    Column("phone", String(40), nullable=False),
    Column("password", String(200), nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", String(40), nullable=False),
    Column("created_at", String(40), nullable=False),
)

session = Table(
    "console_session",
    metadata,
    _district(),
    Column("token_hash", String(64), primary_key=True),
    Column("login", String(60), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("expires_at", String(40), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _district(),
    Column("number", BigInteger, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("login", String(60), nullable=False),
    Column("act", String(60), nullable=False),
    Column("about", String(100), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_about", "district", "about"),
)
