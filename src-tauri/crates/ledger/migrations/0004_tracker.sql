-- The tracker's plan by account and urgency, and callbacks that wait for a verdict. This file is never edited after landing.

-- Which order is asked about next is chosen for each account on its own (its gateway has a budget of its own), the urgent
-- ones first. Nothing is written down merely because a budget is used up: an order that is due stays due.
CREATE TABLE watches_by_account (
    order_id   INTEGER PRIMARY KEY REFERENCES orders (id),
    account_id INTEGER NOT NULL REFERENCES accounts (id),
    rank       INTEGER NOT NULL CHECK (rank BETWEEN 0 AND 3), -- 0 unknown, 1 open payouts, 2 open collects, 3 all others
    next_at_ms INTEGER NOT NULL,
    attempts   INTEGER NOT NULL,
    reason     TEXT    NOT NULL
) STRICT;
INSERT INTO watches_by_account (order_id, account_id, rank, next_at_ms, attempts, reason)
SELECT w.order_id, o.account_id,
       CASE WHEN o.status IN ('sending', 'unknown') THEN 0
            WHEN o.status IN ('pending', 'processing') AND o.product = 'payout' THEN 1
            WHEN o.status IN ('pending', 'processing') THEN 2
            ELSE 3 END,
       w.next_at_ms, w.attempts, w.reason
FROM watches w JOIN orders o ON o.id = w.order_id;
DROP TABLE watches;
ALTER TABLE watches_by_account RENAME TO watches;
CREATE INDEX watches_next ON watches (next_at_ms);
CREATE INDEX watches_turn ON watches (account_id, rank, next_at_ms);

-- A callback is `stored` until it is applied. One that no key could be held against, because the vault was locked, stays so:
-- it is no unverified one, and is not dropped with those.
DROP INDEX deliveries_unverified;
CREATE INDEX deliveries_unverified ON deliveries (received_at_ms) WHERE verified = 0 AND effect <> 'stored';
CREATE INDEX deliveries_waiting ON deliveries (id) WHERE effect = 'stored';

PRAGMA user_version = 4;
