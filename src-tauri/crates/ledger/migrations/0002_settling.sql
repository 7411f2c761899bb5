-- Settling what is unknown: questions counted, evidence, and payouts made in place of others.
-- This file is never edited after landing.

-- How often asking about an order brought what, since it became unknown (or since it was sent). The answers themselves
-- are in the history.
CREATE TABLE order_questions (
    order_id    INTEGER NOT NULL REFERENCES orders (id),
    finding     TEXT    NOT NULL CHECK (finding IN ('found', 'not_found', 'several', 'refused', 'unreadable',
                    'no_answer', 'no_connection', 'cannot_ask')),
    n           INTEGER NOT NULL CHECK (n > 0),
    first_at_ms INTEGER NOT NULL,
    last_at_ms  INTEGER NOT NULL,
    PRIMARY KEY (order_id, finding)
) STRICT, WITHOUT ROWID;

-- With what a person settled an order that no question could settle.
CREATE TABLE evidence (
    id        INTEGER PRIMARY KEY,
    order_id  INTEGER NOT NULL REFERENCES orders (id),
    at_ms     INTEGER NOT NULL,
    verdict   TEXT    NOT NULL CHECK (verdict IN ('succeeded', 'failed')),
    reference TEXT    NOT NULL CHECK (reference <> ''),
    note      TEXT    NOT NULL CHECK (note <> ''),
    file_name TEXT,
    file      BLOB,
    sha256    BLOB,             -- of the file
    checksum  BLOB    NOT NULL, -- over everything else in this row but the file itself, which sha256 stands for
    CHECK ((file IS NULL) = (file_name IS NULL) AND (file IS NULL) = (sha256 IS NULL))
) STRICT;
CREATE INDEX evidence_order ON evidence (order_id);
CREATE TRIGGER evidence_fixed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is only ever added to'); END;
CREATE TRIGGER evidence_kept BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'evidence is only ever added to'); END;

-- A payout that was made in place of an abandoned one. A later order has a larger id.
CREATE TABLE replacements (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    replaces INTEGER NOT NULL REFERENCES orders (id),
    CHECK (replaces < order_id)
) STRICT;
CREATE INDEX replacements_replaces ON replacements (replaces);
CREATE TRIGGER replacements_fixed BEFORE UPDATE ON replacements
BEGIN SELECT RAISE(ABORT, 'what a payout was made in place of never changes'); END;
CREATE TRIGGER replacements_kept BEFORE DELETE ON replacements
BEGIN SELECT RAISE(ABORT, 'what a payout was made in place of never changes'); END;

-- Whoever pays is asked first: is there one like this of which nobody knows, or that was given up?
CREATE INDEX orders_unresolved ON orders (account_no, amount)
    WHERE product = 'payout' AND status IN ('sending', 'unknown');
CREATE INDEX orders_abandoned ON orders (account_no, amount)
    WHERE product = 'payout' AND status = 'abandoned';

PRAGMA user_version = 2;
