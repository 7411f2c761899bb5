-- Amounts are searched like everything else: the texts of the orders that are there get theirs by and by.
-- This file is never edited after landing.
INSERT INTO settings (key, value) SELECT 'search/fill_after', '0' WHERE EXISTS (SELECT 1 FROM orders)
    ON CONFLICT (key) DO UPDATE SET value = '0';

PRAGMA user_version = 7;
