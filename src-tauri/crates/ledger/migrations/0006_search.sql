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
    heads    TEXT    NOT NULL,    -- how its name's words and its number begin, for questions of one or two characters
    marks    TEXT    NOT NULL     -- what the index needs of the gateways' words beyond the text: search/marks.rs
) STRICT;
-- What gateways said of an order: answers and callbacks, one a line. Apart, because lists that search for names never read it.
CREATE TABLE find_raw (
    place INTEGER PRIMARY KEY REFERENCES find (place),
    raw   TEXT    NOT NULL
) STRICT;
-- The keys and the punctuation that many of the gateways' words share: what has one of these is marked with its number
-- instead of being indexed letter by letter. Only ever added to.
CREATE TABLE find_shapes (
    id    INTEGER PRIMARY KEY,
    shape TEXT    NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE find_index USING fts5 (
    text, said, heads, marks, content = 'find', content_rowid = 'place', tokenize = 'trigram case_sensitive 1',
    detail = none, columnsize = 0
);
CREATE TRIGGER find_added AFTER INSERT ON find
BEGIN
    INSERT INTO find_index (rowid, text, said, heads, marks)
        VALUES (NEW.place, NEW.text, NEW.said, NEW.heads, NEW.marks);
END;
CREATE TRIGGER find_changed AFTER UPDATE ON find
WHEN NEW.text IS NOT OLD.text OR NEW.said IS NOT OLD.said OR NEW.heads IS NOT OLD.heads OR NEW.marks IS NOT OLD.marks
BEGIN
    INSERT INTO find_index (find_index, rowid, text, said, heads, marks)
        VALUES ('delete', OLD.place, OLD.text, OLD.said, OLD.heads, OLD.marks);
    INSERT INTO find_index (rowid, text, said, heads, marks)
        VALUES (NEW.place, NEW.text, NEW.said, NEW.heads, NEW.marks);
END;
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
