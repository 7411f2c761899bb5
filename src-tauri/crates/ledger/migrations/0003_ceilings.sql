-- Ceilings: how much of an account's money may leave by its payouts (bar S16). This file is never edited after landing.

-- The most that an account's payouts of one day may come to, in 1/10,000 of the currency unit; NULL for no ceiling.
ALTER TABLE accounts ADD COLUMN max_day INTEGER;

-- A payout counts for the day on which it was sent, whenever its stub was written: else the ceiling could be passed
-- by preparing yesterday. One without a time of sending (a stub, a row restored from a backup) counts by when it was made.
CREATE INDEX orders_ceiling ON orders (account_id, coalesce(sent_at_ms, created_at_ms), status, amount)
    WHERE product = 'payout';

-- A person confirmed with the passphrase that one payout may leave above a ceiling. Only ever added to.
CREATE TABLE ceiling_passes (
    id           INTEGER PRIMARY KEY,
    order_id     INTEGER NOT NULL REFERENCES orders (id),
    at_ms        INTEGER NOT NULL,
    above_payout INTEGER NOT NULL CHECK (above_payout IN (0, 1)), -- it may be above the ceiling of one payout
    above_day    TEXT                                             -- it may pass the day's ceiling, on this day of the market
) STRICT;
CREATE INDEX ceiling_passes_order ON ceiling_passes (order_id);
CREATE TRIGGER ceiling_passes_fixed BEFORE UPDATE ON ceiling_passes
BEGIN SELECT RAISE(ABORT, 'what a person confirmed never changes'); END;
CREATE TRIGGER ceiling_passes_kept BEFORE DELETE ON ceiling_passes
BEGIN SELECT RAISE(ABORT, 'what a person confirmed never changes'); END;

PRAGMA user_version = 3;
