-- The ledger's first form. Amounts are integers in 1/10,000 of the currency unit, times are Unix milliseconds UTC,
-- days are YYYY-MM-DD in the market's zone. This file is never edited after landing: changes are new files.
PRAGMA application_id = 1128689484; -- 'CFoL'
PRAGMA user_version = 1;            -- the number of the newest migration; read before anything is touched

-- ---------------------------------------------------------------- accounts
CREATE TABLE accounts (
    id            INTEGER PRIMARY KEY,
    name          TEXT    NOT NULL,
    market_id     TEXT    NOT NULL,
    live          INTEGER NOT NULL CHECK (live IN (0, 1)),
    base_url      TEXT    NOT NULL,
    notify_url    TEXT,
    limits_json   TEXT    NOT NULL,
    habits_json   TEXT    NOT NULL,
    max_payout    INTEGER,
    created_at_ms INTEGER NOT NULL,
    retired_at_ms INTEGER
) STRICT;

-- A wrong address must not fake a "not found": what decides where money goes is written once (DESIGN §6).
CREATE TRIGGER accounts_fixed BEFORE UPDATE ON accounts
WHEN NEW.id IS NOT OLD.id OR NEW.market_id IS NOT OLD.market_id OR NEW.live IS NOT OLD.live
  OR NEW.base_url IS NOT OLD.base_url OR NEW.created_at_ms IS NOT OLD.created_at_ms
BEGIN SELECT RAISE(ABORT, 'an account''s market, address and live mark never change'); END;
CREATE TRIGGER accounts_kept BEFORE DELETE ON accounts
BEGIN SELECT RAISE(ABORT, 'accounts are retired, never deleted'); END;

CREATE TABLE account_keys (
    slot           INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: the vault names secrets by it
    account_id     INTEGER NOT NULL REFERENCES accounts (id),
    key_id         TEXT    NOT NULL,
    since_ms       INTEGER NOT NULL,
    replaced_at_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX account_keys_current ON account_keys (account_id) WHERE replaced_at_ms IS NULL;
CREATE INDEX account_keys_account ON account_keys (account_id);
CREATE INDEX account_keys_name ON account_keys (key_id);
CREATE TRIGGER account_keys_fixed BEFORE UPDATE ON account_keys
WHEN NEW.slot IS NOT OLD.slot OR NEW.account_id IS NOT OLD.account_id OR NEW.key_id IS NOT OLD.key_id
  OR NEW.since_ms IS NOT OLD.since_ms OR OLD.replaced_at_ms IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a key''s record never changes'); END;
CREATE TRIGGER account_keys_kept BEFORE DELETE ON account_keys
BEGIN SELECT RAISE(ABORT, 'keys are replaced, never deleted'); END;

-- ---------------------------------------------------------------- orders
CREATE TABLE orders (
    id              INTEGER PRIMARY KEY,
    account_id      INTEGER NOT NULL REFERENCES accounts (id),
    product         TEXT    NOT NULL CHECK (product IN ('collect', 'cashier_desk', 'payout')),
    number          TEXT    NOT NULL CHECK (number <> ''),
    gateway_number  TEXT,
    channel_number  TEXT,
    channel         TEXT,
    amount          INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    fee             INTEGER,
    actual_amount   INTEGER,
    status          TEXT    NOT NULL CHECK (status IN ('prepared', 'sending', 'not_sent', 'unknown', 'refused',
                        'pending', 'processing', 'succeeded', 'failed', 'returned', 'expired', 'abandoned', 'cancelled')),
    gateway_status  TEXT,
    provisional     INTEGER NOT NULL CHECK (provisional IN (0, 1)),
    name            TEXT,
    account_no      TEXT,
    account_kind    TEXT,
    bank            TEXT,
    phone           TEXT,
    email           TEXT,
    remark          TEXT,
    document_number TEXT,
    pay_url         TEXT,
    pay_code        TEXT,
    reference       TEXT,
    concept         TEXT,
    bank_name       TEXT,
    expires_at_ms   INTEGER,
    reason          TEXT,
    submissions     INTEGER NOT NULL CHECK (submissions IN (0, 1)),
    duplicate_reason TEXT,
    created_at_ms   INTEGER NOT NULL,
    created_day     TEXT    NOT NULL,
    zone            TEXT    NOT NULL,
    updated_at_ms   INTEGER NOT NULL,
    sent_at_ms      INTEGER,
    completed_text  TEXT,
    completed_zone  TEXT,
    completed_ms    INTEGER,
    day             TEXT,
    history_head    BLOB    NOT NULL, -- hash of the newest line of the history
    checksum        BLOB    NOT NULL  -- over everything else in this row and its papers
) STRICT;
CREATE UNIQUE INDEX orders_number ON orders (account_id, number);
CREATE UNIQUE INDEX orders_gateway_number ON orders (account_id, gateway_number) WHERE gateway_number IS NOT NULL;
CREATE INDEX orders_created ON orders (created_at_ms);
CREATE INDEX orders_account_created ON orders (account_id, created_at_ms);
CREATE INDEX orders_status_created ON orders (status, created_at_ms);
CREATE INDEX orders_amount ON orders (amount);
CREATE INDEX orders_payee ON orders (account_no, created_at_ms) WHERE product = 'payout' AND account_no IS NOT NULL;
CREATE INDEX orders_claims ON orders (account_id, currency, amount)
    WHERE product = 'payout' AND status IN ('sending', 'unknown', 'pending', 'processing');

-- What is large and seldom read; written with the order and completed once, when sending begins.
CREATE TABLE order_papers (
    order_id     INTEGER PRIMARY KEY REFERENCES orders (id),
    draft_json   TEXT NOT NULL,
    request_path TEXT,
    request_body BLOB
) STRICT;

CREATE TRIGGER orders_fixed BEFORE UPDATE ON orders
WHEN NEW.id IS NOT OLD.id OR NEW.account_id IS NOT OLD.account_id OR NEW.product IS NOT OLD.product
  OR NEW.number IS NOT OLD.number OR NEW.amount IS NOT OLD.amount OR NEW.currency IS NOT OLD.currency
  OR NEW.created_at_ms IS NOT OLD.created_at_ms OR NEW.created_day IS NOT OLD.created_day OR NEW.zone IS NOT OLD.zone
  OR NEW.account_no IS NOT OLD.account_no OR NEW.name IS NOT OLD.name
  OR (OLD.gateway_number IS NOT NULL AND NEW.gateway_number IS NOT OLD.gateway_number)
  OR (OLD.day IS NOT NULL AND NEW.day IS NOT OLD.day)
BEGIN SELECT RAISE(ABORT, 'an order''s number, amount, payee and first day never change'); END;
CREATE TRIGGER orders_kept BEFORE DELETE ON orders
BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;
-- A number is submitted once, ever (DESIGN §5): the last guard, below every line of Rust.
CREATE TRIGGER orders_submitted_once BEFORE UPDATE ON orders
WHEN NEW.status = 'sending' AND OLD.status <> 'sending'
 AND NOT (OLD.status IN ('prepared', 'not_sent') AND OLD.submissions = 0 AND NEW.submissions = 1)
BEGIN SELECT RAISE(ABORT, 'this order was submitted before'); END;
CREATE TRIGGER orders_submission_stands BEFORE UPDATE ON orders
WHEN NEW.submissions < OLD.submissions AND NOT (OLD.status = 'sending' AND NEW.status = 'not_sent')
BEGIN SELECT RAISE(ABORT, 'only a proof that nothing left takes a submission back'); END;
CREATE TRIGGER order_papers_fixed BEFORE UPDATE ON order_papers
WHEN NEW.order_id IS NOT OLD.order_id OR NEW.draft_json IS NOT OLD.draft_json
BEGIN SELECT RAISE(ABORT, 'an order''s draft never changes'); END;
CREATE TRIGGER order_papers_kept BEFORE DELETE ON order_papers
BEGIN SELECT RAISE(ABORT, 'orders are never deleted'); END;

-- ---------------------------------------------------------------- history
CREATE TABLE order_events (
    id             INTEGER PRIMARY KEY,
    order_id       INTEGER NOT NULL REFERENCES orders (id),
    at_ms          INTEGER NOT NULL,
    source         TEXT    NOT NULL CHECK (source IN ('program', 'answer', 'query', 'delivery', 'person')),
    from_status    TEXT,
    to_status      TEXT    NOT NULL,
    judgement      TEXT,
    gateway_status TEXT,
    note           TEXT,
    exchange_id    INTEGER,
    delivery_id    INTEGER,
    repeats        INTEGER NOT NULL, -- how often the same was heard again in a row
    last_at_ms     INTEGER NOT NULL, -- when it was heard last
    hash           BLOB    NOT NULL  -- over the line before and everything here but repeats and last_at_ms
) STRICT;
CREATE INDEX order_events_order ON order_events (order_id);
CREATE TRIGGER order_events_fixed BEFORE UPDATE ON order_events
WHEN NEW.id IS NOT OLD.id OR NEW.order_id IS NOT OLD.order_id OR NEW.at_ms IS NOT OLD.at_ms
  OR NEW.source IS NOT OLD.source OR NEW.from_status IS NOT OLD.from_status OR NEW.to_status IS NOT OLD.to_status
  OR NEW.judgement IS NOT OLD.judgement OR NEW.gateway_status IS NOT OLD.gateway_status
  OR NEW.note IS NOT OLD.note OR NEW.exchange_id IS NOT OLD.exchange_id
  OR NEW.delivery_id IS NOT OLD.delivery_id OR NEW.hash IS NOT OLD.hash OR NEW.repeats < OLD.repeats
BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;
CREATE TRIGGER order_events_kept BEFORE DELETE ON order_events
BEGIN SELECT RAISE(ABORT, 'history is only ever added to'); END;

CREATE TABLE order_flags (
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    flag         TEXT    NOT NULL,
    needs_person INTEGER NOT NULL CHECK (needs_person IN (0, 1)),
    raised_at_ms INTEGER NOT NULL,
    seen_at_ms   INTEGER,
    PRIMARY KEY (order_id, flag)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_flags_unseen ON order_flags (order_id) WHERE seen_at_ms IS NULL AND needs_person = 1;
CREATE TRIGGER order_flags_kept BEFORE DELETE ON order_flags
BEGIN SELECT RAISE(ABORT, 'flags are seen, never deleted'); END;

CREATE TABLE supplements (
    id             INTEGER PRIMARY KEY,
    order_id       INTEGER NOT NULL REFERENCES orders (id),
    account_id     INTEGER NOT NULL REFERENCES accounts (id),
    gateway_number TEXT    NOT NULL,
    number         TEXT,
    amount         INTEGER NOT NULL,
    fee            INTEGER,
    status         TEXT    NOT NULL,
    gateway_status TEXT,
    channel_number TEXT,
    reason         TEXT,
    completed_text TEXT,
    completed_zone TEXT,
    completed_ms   INTEGER,
    created_at_ms  INTEGER NOT NULL,
    updated_at_ms  INTEGER NOT NULL,
    checksum       BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX supplements_gateway_number ON supplements (account_id, gateway_number);
CREATE INDEX supplements_order ON supplements (order_id);
CREATE TRIGGER supplements_kept BEFORE DELETE ON supplements
BEGIN SELECT RAISE(ABORT, 'payments are never deleted'); END;

-- ---------------------------------------------------------------- totals
-- Money that came to be true, or ceased to be: one line per success, return or later correction of the sum.
CREATE TABLE postings (
    id            INTEGER PRIMARY KEY,
    order_id      INTEGER NOT NULL REFERENCES orders (id),
    supplement_id INTEGER REFERENCES supplements (id),
    day           TEXT    NOT NULL,
    account_id    INTEGER NOT NULL,
    product       TEXT    NOT NULL,
    currency      TEXT    NOT NULL,
    kind          TEXT    NOT NULL CHECK (kind IN ('succeeded', 'returned')),
    n             INTEGER NOT NULL,
    amount        INTEGER NOT NULL,
    fee           INTEGER NOT NULL,
    at_ms         INTEGER NOT NULL
) STRICT;
CREATE INDEX postings_order ON postings (order_id);
CREATE TRIGGER postings_fixed BEFORE UPDATE ON postings
BEGIN SELECT RAISE(ABORT, 'postings are corrected by further postings'); END;
CREATE TRIGGER postings_kept BEFORE DELETE ON postings
BEGIN SELECT RAISE(ABORT, 'postings are corrected by further postings'); END;

CREATE TABLE daily_money (
    day        TEXT    NOT NULL,
    account_id INTEGER NOT NULL,
    product    TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    amount     INTEGER NOT NULL,
    fee        INTEGER NOT NULL,
    PRIMARY KEY (day, account_id, product, currency, kind)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER postings_counted AFTER INSERT ON postings
BEGIN
    INSERT INTO daily_money (day, account_id, product, currency, kind, n, amount, fee)
    VALUES (NEW.day, NEW.account_id, NEW.product, NEW.currency, NEW.kind, NEW.n, NEW.amount, NEW.fee)
    ON CONFLICT (day, account_id, product, currency, kind)
    DO UPDATE SET n = n + excluded.n, amount = amount + excluded.amount, fee = fee + excluded.fee;
END;

-- How the orders made on a day stand now.
CREATE TABLE daily_orders (
    day        TEXT    NOT NULL,
    account_id INTEGER NOT NULL,
    product    TEXT    NOT NULL,
    currency   TEXT    NOT NULL,
    status     TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    amount     INTEGER NOT NULL,
    PRIMARY KEY (day, account_id, product, currency, status)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER orders_counted AFTER INSERT ON orders
BEGIN
    INSERT INTO daily_orders (day, account_id, product, currency, status, n, amount)
    VALUES (NEW.created_day, NEW.account_id, NEW.product, NEW.currency, NEW.status, 1, NEW.amount)
    ON CONFLICT (day, account_id, product, currency, status)
    DO UPDATE SET n = n + 1, amount = amount + excluded.amount;
END;
CREATE TRIGGER orders_recounted AFTER UPDATE OF status ON orders WHEN NEW.status IS NOT OLD.status
BEGIN
    UPDATE daily_orders SET n = n - 1, amount = amount - OLD.amount
    WHERE day = OLD.created_day AND account_id = OLD.account_id AND product = OLD.product
      AND currency = OLD.currency AND status = OLD.status;
    INSERT INTO daily_orders (day, account_id, product, currency, status, n, amount)
    VALUES (NEW.created_day, NEW.account_id, NEW.product, NEW.currency, NEW.status, 1, NEW.amount)
    ON CONFLICT (day, account_id, product, currency, status)
    DO UPDATE SET n = n + 1, amount = amount + excluded.amount;
END;

-- ---------------------------------------------------------------- search
-- Everything searchable of an order, folded, its fields in a fixed order with a line break between.
CREATE TABLE find (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    text     TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE find_index USING fts5 (
    text, content = 'find', content_rowid = 'order_id', tokenize = 'trigram case_sensitive 1', detail = none
);
CREATE TRIGGER find_added AFTER INSERT ON find
BEGIN INSERT INTO find_index (rowid, text) VALUES (NEW.order_id, NEW.text); END;
CREATE TRIGGER find_changed AFTER UPDATE ON find WHEN NEW.text IS NOT OLD.text
BEGIN
    INSERT INTO find_index (find_index, rowid, text) VALUES ('delete', OLD.order_id, OLD.text);
    INSERT INTO find_index (rowid, text) VALUES (NEW.order_id, NEW.text);
END;
-- For questions of one or two characters, which trigrams cannot answer: how names and the number begin.
CREATE TABLE find_heads (
    head     TEXT    NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (head, order_id)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- the gateway's words
CREATE TABLE exchanges (
    id                    INTEGER PRIMARY KEY,
    account_id            INTEGER REFERENCES accounts (id),
    order_id              INTEGER REFERENCES orders (id),
    operation             TEXT    NOT NULL,
    method                TEXT    NOT NULL,
    url                   TEXT    NOT NULL,
    request_headers_json  TEXT    NOT NULL,
    request_body          BLOB    NOT NULL,
    status                INTEGER,
    response_headers_json TEXT,
    response_body         BLOB,
    error                 TEXT,
    started_at_ms         INTEGER NOT NULL,
    took_ms               INTEGER NOT NULL,
    repeats               INTEGER NOT NULL, -- how often the same answer came again in a row
    last_at_ms            INTEGER NOT NULL
) STRICT;
CREATE INDEX exchanges_order ON exchanges (order_id, operation);
CREATE INDEX exchanges_account ON exchanges (account_id, operation) WHERE order_id IS NULL;

CREATE TABLE deliveries (
    id             INTEGER PRIMARY KEY,
    account_id     INTEGER REFERENCES accounts (id),
    order_id       INTEGER REFERENCES orders (id),
    received_at_ms INTEGER NOT NULL,
    headers_json   TEXT    NOT NULL,
    body           BLOB    NOT NULL,
    body_hash      BLOB    NOT NULL,
    nonce          TEXT,
    verdict_json   TEXT    NOT NULL,
    verified       INTEGER NOT NULL CHECK (verified IN (0, 1)),
    effect         TEXT    NOT NULL,
    repeats        INTEGER NOT NULL,
    last_at_ms     INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_body ON deliveries (body_hash);
CREATE INDEX deliveries_nonce ON deliveries (account_id, nonce) WHERE verified = 1;
CREATE INDEX deliveries_order ON deliveries (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX deliveries_unverified ON deliveries (received_at_ms) WHERE verified = 0;

-- ---------------------------------------------------------------- balances, banks, plan, settings
CREATE TABLE balance_readings (
    id         INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    at_ms      INTEGER NOT NULL,
    currency   TEXT    NOT NULL,
    available  INTEGER NOT NULL,
    frozen     INTEGER,
    waiting    INTEGER,
    state      TEXT,
    checksum   BLOB    NOT NULL
) STRICT;
CREATE INDEX balance_readings_account ON balance_readings (account_id, currency, at_ms);

CREATE TABLE bank_lists (
    account_id    INTEGER NOT NULL REFERENCES accounts (id),
    used_for      TEXT    NOT NULL CHECK (used_for IN ('payout', 'collect')),
    fetched_at_ms INTEGER NOT NULL,
    added         INTEGER NOT NULL,
    removed       INTEGER NOT NULL,
    PRIMARY KEY (account_id, used_for)
) STRICT, WITHOUT ROWID;
CREATE TABLE banks (
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    used_for   TEXT    NOT NULL,
    place      INTEGER NOT NULL,
    value      TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    code       TEXT,
    PRIMARY KEY (account_id, used_for, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE watches (
    order_id   INTEGER PRIMARY KEY REFERENCES orders (id),
    next_at_ms INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    reason     TEXT    NOT NULL
) STRICT;
CREATE INDEX watches_next ON watches (next_at_ms);

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
