-- The search, made anew: its rows stand in the order of time, also after a merchant's past was imported, and hold what people
-- and gateways said. This file is never edited after landing.
DROP TRIGGER find_added;
DROP TRIGGER find_changed;
DROP TABLE find_index;
DROP TABLE find_heads;
DROP TABLE find;

CREATE TABLE find (
    place    INTEGER PRIMARY KEY, -- by the order's time, so that the index hands out its rows newest first
    order_id INTEGER NOT NULL UNIQUE REFERENCES orders (id),
    text     TEXT    NOT NULL,    -- the order's fields, folded, in a fixed order with a line break between
    said     TEXT    NOT NULL,    -- its labels on the first line, then its notes, one a line
    raw      TEXT    NOT NULL     -- what gateways said of it: answers and callbacks, one a line
) STRICT;
CREATE VIRTUAL TABLE find_index USING fts5 (
    text, said, raw, content = 'find', content_rowid = 'place', tokenize = 'trigram case_sensitive 1', detail = none
);
CREATE TRIGGER find_added AFTER INSERT ON find
BEGIN INSERT INTO find_index (rowid, text, said, raw) VALUES (NEW.place, NEW.text, NEW.said, NEW.raw); END;
CREATE TRIGGER find_changed AFTER UPDATE ON find
WHEN NEW.text IS NOT OLD.text OR NEW.said IS NOT OLD.said OR NEW.raw IS NOT OLD.raw
BEGIN
    INSERT INTO find_index (find_index, rowid, text, said, raw)
        VALUES ('delete', OLD.place, OLD.text, OLD.said, OLD.raw);
    INSERT INTO find_index (rowid, text, said, raw) VALUES (NEW.place, NEW.text, NEW.said, NEW.raw);
END;
-- For questions of one or two characters, which trigrams cannot answer: how names and the number begin.
CREATE TABLE find_heads (
    head  TEXT    NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (head, place)
) STRICT, WITHOUT ROWID;
-- How many orders have a trigram, counted now and then: a search asks for its rarest. A wrong count costs time, never a result.
CREATE TABLE find_trigrams (
    trigram TEXT    PRIMARY KEY,
    n       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What people mark orders with. Taking a mark away is no loss: the history tells nothing of them.
CREATE TABLE labels (
    id     INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL,
    folded TEXT    NOT NULL UNIQUE
) STRICT;
CREATE TABLE order_labels (
    label_id INTEGER NOT NULL REFERENCES labels (id),
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (label_id, order_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX order_labels_order ON order_labels (order_id);
CREATE TABLE stars (
    order_id INTEGER PRIMARY KEY REFERENCES orders (id),
    at_ms    INTEGER NOT NULL
) STRICT;

-- Lists that a person has kept under a name.
CREATE TABLE views (
    id    INTEGER PRIMARY KEY,
    place INTEGER NOT NULL,
    name  TEXT    NOT NULL,
    query TEXT    NOT NULL, -- as typed; its dates stay relative
    look  TEXT    NOT NULL  -- the window's own: order of the rows, columns
) STRICT;

-- The orders that are not in the search yet are put there by and by.
INSERT INTO settings (key, value) SELECT 'search/fill_after', '0' WHERE EXISTS (SELECT 1 FROM orders);

PRAGMA user_version = 6;
