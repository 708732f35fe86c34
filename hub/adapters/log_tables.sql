-- The log in PostgreSQL: one row per partition that hands out positions, one row per record.
-- A writer locks the partition's row until it commits, so positions become visible in their order.

CREATE TABLE IF NOT EXISTS log_partition (
    id            integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic         text    NOT NULL,
    number        integer NOT NULL CHECK (number >= 0),
    next_position bigint  NOT NULL DEFAULT 0 CHECK (next_position >= 0),
    UNIQUE (topic, number)
) WITH (fillfactor = 50);

CREATE TABLE IF NOT EXISTS log_record (
    partition_id integer NOT NULL, -- log_partition.id; no foreign key: only the writer that locked that row inserts
    position     bigint  NOT NULL,
    appended_at  bigint  NOT NULL, -- milliseconds since the epoch, UTC
    key          bytea   NOT NULL,
    value        bytea   NOT NULL,
    headers      bytea   NOT NULL, -- msgpack list of (name, bytes); empty for none
    PRIMARY KEY (partition_id, position)
);

-- Values are Avro around ciphertext: compressing them again costs time and saves nothing.
ALTER TABLE log_record ALTER COLUMN value SET STORAGE EXTERNAL;
