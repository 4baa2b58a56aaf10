-- API keys. Times are seconds since the start of 1970, UTC.
CREATE TABLE api_keys (
    -- 16 hexadecimal digits.
    key_id TEXT PRIMARY KEY NOT NULL,
    tenant TEXT NOT NULL,
    -- SHA-256 of the secret.
    digest BLOB NOT NULL,
    -- Names with spaces between.
    scopes TEXT NOT NULL,
    calls_per_minute INTEGER,
    calls_at_once INTEGER,
    created INTEGER NOT NULL,
    -- From when on it is not valid any more; NULL where it is for ever.
    expires INTEGER,
    revoked INTEGER
) STRICT, WITHOUT ROWID;
