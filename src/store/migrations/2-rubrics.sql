-- Rubrics of tenants, every revision of each; the one with the highest number stands. Times are seconds since the start of
-- 1970, UTC.
CREATE TABLE rubric_revisions (
    tenant TEXT NOT NULL,
    rubric_id TEXT NOT NULL,
    -- From 1.
    number INTEGER NOT NULL,
    -- Hash of the content: 16 hexadecimal digits.
    revision TEXT NOT NULL,
    -- The draft in JSON.
    draft TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (tenant, rubric_id, number)
) STRICT;
