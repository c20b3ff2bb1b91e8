-- Several builds of one version of a read model: made beside the live one, compared, switched to, kept for a while.

-- `version` numbers the builds of a projection, and names their schema; `declared` is the version that a release's
-- code declares. A build that never was live has no `live_at`; one that is to go is followed by nobody after a moment,
-- and its tables are dropped then.
ALTER TABLE run.projections
    ADD COLUMN declared integer,
    ADD COLUMN live_at timestamptz,
    ADD COLUMN leaving_at timestamptz;
UPDATE run.projections SET declared = version, live_at = made_at;
ALTER TABLE run.projections ALTER COLUMN declared SET NOT NULL;

-- Each release reads by its own pointer, so that a newer one beside it, or the former one again, finds its tables.
DELETE FROM run.live;
ALTER TABLE run.live ADD COLUMN declared integer NOT NULL, DROP CONSTRAINT live_pkey, ADD PRIMARY KEY (projection, declared);
INSERT INTO run.live (projection, declared, version) SELECT projection, declared, version FROM run.projections;
