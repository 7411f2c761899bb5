-- Accounts and their keys carry checksums: a changed address could fake a "not found", or send money elsewhere (DESIGN §6).
-- This file is never edited after landing.

-- Over what decides where money goes and how much of it: everything but the name and the habits. The program fills it for
-- the accounts of older files right after this; a row without one is damaged from then on.
ALTER TABLE accounts ADD COLUMN checksum BLOB;
-- Over everything but when it was replaced.
ALTER TABLE account_keys ADD COLUMN checksum BLOB;

-- As before, and a checksum is given once; former keys get theirs too.
DROP TRIGGER account_keys_fixed;
CREATE TRIGGER account_keys_fixed BEFORE UPDATE ON account_keys
WHEN NEW.slot IS NOT OLD.slot OR NEW.account_id IS NOT OLD.account_id OR NEW.key_id IS NOT OLD.key_id
  OR NEW.since_ms IS NOT OLD.since_ms
  OR (OLD.replaced_at_ms IS NOT NULL AND NEW.replaced_at_ms IS NOT OLD.replaced_at_ms)
  OR (OLD.checksum IS NOT NULL AND NEW.checksum IS NOT OLD.checksum)
BEGIN SELECT RAISE(ABORT, 'a key''s record never changes'); END;

-- Stands until the program has filled them, so that a crash in between is no damage.
INSERT INTO settings (key, value) SELECT 'accounts/unsealed', '1' WHERE EXISTS (SELECT 1 FROM accounts);

PRAGMA user_version = 5;
