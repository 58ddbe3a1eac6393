"""The tables as they were first made. Facts first; what is under "projections" can be remade from the facts."""

from typing import Final

TABLES: Final = """
CREATE TABLE station (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

CREATE TABLE event (
    position INTEGER PRIMARY KEY,
    origin TEXT NOT NULL CHECK (origin IN ('own', 'returned', 'district')),
    op_id BLOB NOT NULL UNIQUE,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    seq INTEGER UNIQUE CHECK ((origin = 'own') = (seq IS NOT NULL)),
    hash BLOB,
    verdict TEXT,
    reason TEXT NOT NULL DEFAULT '',
    detail TEXT NOT NULL DEFAULT '',
    case_order INTEGER NOT NULL DEFAULT 0,
    received_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX event_of_case ON event (case_id, case_order, position);
CREATE INDEX event_of_no_case ON event (kind, position) WHERE case_id = '';
CREATE INDEX event_unsent ON event (seq) WHERE verdict IS NULL AND origin = 'own';
CREATE INDEX event_refused ON event (position) WHERE verdict IN ('rejected', 'quarantined');
CREATE TRIGGER event_body_is_frozen BEFORE UPDATE OF position, origin, op_id, case_id, kind, body ON event BEGIN
    SELECT RAISE(ABORT, 'an event is never changed');
END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event BEGIN
    SELECT RAISE(ABORT, 'an event is never deleted');
END;

CREATE TABLE page (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    is_result INTEGER NOT NULL,
    held INTEGER NOT NULL,
    confirmed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX page_to_send ON page (size) WHERE confirmed = 0 AND is_result = 0;
CREATE INDEX page_confirmed ON page (sha256) WHERE confirmed = 1;
CREATE INDEX page_to_fetch ON page (size) WHERE held = 0 AND is_result = 1;

CREATE TABLE draft (
    draft_id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    content BLOB NOT NULL,
    saved_at TEXT NOT NULL,
    notices INTEGER NOT NULL DEFAULT 0,
    receipt_number TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX draft_open ON draft (saved_at) WHERE receipt_number = '';

CREATE TABLE number_day (
    day TEXT PRIMARY KEY,
    serial INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE publication (
    kind TEXT PRIMARY KEY,
    body BLOB NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;

-- projections
CREATE TABLE case_row (
    position INTEGER PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    ended INTEGER NOT NULL,
    unsent INTEGER NOT NULL,
    receipt_number TEXT NOT NULL,
    official_number TEXT NOT NULL,
    applicant_name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    phone TEXT NOT NULL,
    village TEXT NOT NULL,
    item_code TEXT NOT NULL,
    item_name TEXT NOT NULL,
    situation_name TEXT NOT NULL,
    office TEXT NOT NULL,
    due TEXT NOT NULL,
    deferred_due TEXT NOT NULL,
    wanted TEXT NOT NULL,
    received_at TEXT NOT NULL,
    authority_received_at TEXT NOT NULL,
    decided_by_station INTEGER NOT NULL,
    search_text TEXT NOT NULL
) STRICT;
CREATE INDEX case_row_open ON case_row (position) WHERE ended = 0;
CREATE INDEX case_row_state ON case_row (state, position) WHERE ended = 0;
CREATE INDEX case_row_person ON case_row (id_number, position) WHERE id_number <> '';
CREATE INDEX case_row_name ON case_row (applicant_name, position);

CREATE TABLE case_number (
    number TEXT NOT NULL,
    case_id TEXT NOT NULL,
    PRIMARY KEY (number, case_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_use (
    case_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    op_id BLOB NOT NULL,
    PRIMARY KEY (case_id, sha256, op_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_use_of_page ON page_use (sha256, op_id);

CREATE VIRTUAL TABLE case_search USING fts5 (
    grams, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
"""

PROJECTIONS: Final = ("case_row", "case_number", "page_use", "case_search")
