-- Times are milliseconds since 1970 (UTC). Unsigned 64-bit numbers are stored as their signed twins.
CREATE TABLE device (
    endpoint TEXT PRIMARY KEY,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    vendor_id TEXT,
    class_id TEXT,
    version TEXT NOT NULL,
    sequence_number INTEGER,
    state INTEGER,
    result INTEGER,
    last_refusal TEXT NOT NULL,
    boot_report TEXT NOT NULL,
    private_object INTEGER NOT NULL,
    protocols TEXT NOT NULL,
    delivery_method INTEGER,
    one_token INTEGER NOT NULL,
    block_size INTEGER NOT NULL
);

CREATE TABLE credential (
    endpoint TEXT PRIMARY KEY,
    psk_identity TEXT NOT NULL UNIQUE,
    psk_key BLOB NOT NULL
);

CREATE TABLE release (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    sequence_number INTEGER,
    vendor_id TEXT,
    class_id TEXT,
    payload_uri TEXT,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE image (
    name TEXT PRIMARY KEY,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE device_update (
    id INTEGER PRIMARY KEY,
    endpoint TEXT NOT NULL,
    release_id TEXT NOT NULL REFERENCES release (id),
    delivery TEXT NOT NULL,
    forced INTEGER NOT NULL,
    execute_by_itself INTEGER NOT NULL,
    uri TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    phase TEXT NOT NULL,
    finished INTEGER NOT NULL,
    reason TEXT NOT NULL,
    offset_bytes INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    executed INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    last_progress INTEGER NOT NULL,
    version_before TEXT NOT NULL,
    version_after TEXT NOT NULL,
    result INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL
);

-- A device takes one update at a time.
CREATE UNIQUE INDEX one_update_per_device ON device_update (endpoint) WHERE finished = 0;

CREATE TABLE update_event (
    update_id INTEGER NOT NULL REFERENCES device_update (id),
    at INTEGER NOT NULL,
    phase TEXT NOT NULL,
    description TEXT NOT NULL
);

CREATE INDEX update_event_of ON update_event (update_id);
