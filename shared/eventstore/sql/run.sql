-- The bookkeeping of what follows logs, and the one way to a schema for a projection's version.

CREATE SCHEMA run;
GRANT USAGE ON SCHEMA run TO minqing_{service};

-- How far each follower has read each district's log: its last fact, and the last position it has looked at.
-- Ids and positions only, as in all tables here without row-level security. `token` names the process that may move
-- the row; `leased_until` was never used, and goes with leases.sql.
CREATE TABLE run.checkpoints (
    tenant       text NOT NULL,
    producer     text NOT NULL,
    follower     text NOT NULL,
    version      integer NOT NULL,
    store        uuid NOT NULL,
    fact         bigint NOT NULL,
    fact_hash    bytea NOT NULL,
    position     bigint NOT NULL,
    hash         bytea NOT NULL,
    token        uuid NOT NULL,
    leased_until timestamptz,
    PRIMARY KEY (tenant, producer, follower, version)
) WITH (fillfactor = 50);

-- Where a policy began that does not act on history; districts that appear later are followed from their first event.
CREATE TABLE run.births (
    follower text NOT NULL,
    producer text NOT NULL,
    store    uuid NOT NULL,
    born_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (follower, producer)
);

-- Events that a follower could not take in, once per key that they touch; later ones of these keys wait behind them.
CREATE TABLE run.parked (
    tenant    text NOT NULL,
    producer  text NOT NULL,
    follower  text NOT NULL,
    version   integer NOT NULL,
    key       text NOT NULL,
    position  bigint NOT NULL,
    event_id  uuid NOT NULL,
    reason    text NOT NULL,  -- a code, never a value
    parked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, producer, follower, version, key, position)
);
ALTER TABLE run.parked ENABLE ROW LEVEL SECURITY;
ALTER TABLE run.parked FORCE ROW LEVEL SECURITY;
CREATE POLICY district ON run.parked USING (tenant = current_setting('minqing.tenant', true));

-- The clocks of sandbox districts; a district without a row follows the wall.
CREATE TABLE run.clocks (
    tenant text PRIMARY KEY,
    now    timestamptz NOT NULL
);

-- Timers that were fired, so that one whose command changed nothing is not fired again. `refused` is the rule's code.
CREATE TABLE run.fired (
    tenant   text NOT NULL,
    stream   text NOT NULL,
    rule     text NOT NULL,
    n        bigint NOT NULL,
    due      timestamptz NOT NULL,
    refused  text,
    fired_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, stream, rule, n, due)
);

-- The versions of read models that have their tables, and which one is live.
CREATE TABLE run.projections (
    projection text NOT NULL,
    version    integer NOT NULL,
    tables     text NOT NULL,  -- digest of their definition
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, version)
);
CREATE TABLE run.live (
    projection text PRIMARY KEY,
    version    integer NOT NULL
);

-- How far each district's facts were rung.
CREATE TABLE run.relayed (
    tenant   text PRIMARY KEY,
    position bigint NOT NULL
) WITH (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA run TO minqing_{service};

-- A projection's version lives in a schema of its own, `<projection>_v<n>`. The service may make and drop such
-- schemas and no others; its tables in them are its own, made with row-level security forced (design 6).
CREATE FUNCTION run.create_projection_schema(p_schema text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_schema !~ '^[a-z][a-z_]{0,40}_v[0-9]{1,6}(_[a-z]+)?$' THEN
        RAISE EXCEPTION 'not the schema of a projection: %', p_schema;
    END IF;
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I', p_schema);
    EXECUTE format('GRANT USAGE, CREATE ON SCHEMA %I TO minqing_{service}', p_schema);
END
$$;

CREATE FUNCTION run.drop_projection_schema(p_schema text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF p_schema !~ '^[a-z][a-z_]{0,40}_v[0-9]{1,6}(_[a-z]+)?$' THEN
        RAISE EXCEPTION 'not the schema of a projection: %', p_schema;
    END IF;
    EXECUTE format('DROP SCHEMA IF EXISTS %I CASCADE', p_schema);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA run FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA run TO minqing_{service};
