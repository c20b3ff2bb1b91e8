-- The log of one service: one hash chain per district (formats 1); log.append is in append.sql.
-- `{service}` is filled in by migrations.py.

CREATE SCHEMA log;
GRANT USAGE ON SCHEMA log TO minqing_{service};

CREATE TABLE log.store (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    store   uuid NOT NULL DEFAULT gen_random_uuid(),
    service text NOT NULL
);
INSERT INTO log.store (service) VALUES ('{service}');

-- Ids and positions only: readable without a district, for the feed's heads and for metrics.
CREATE TABLE log.heads (
    tenant        text PRIMARY KEY CHECK (tenant ~ '^[a-z0-9-]{1,40}$'),
    position      bigint NOT NULL,
    hash          bytea NOT NULL,
    fact_position bigint NOT NULL,
    fact_hash     bytea NOT NULL
) WITH (fillfactor = 50);  -- the hot row of a district is updated in place

CREATE TABLE log.events (
    tenant        text NOT NULL,
    position      bigint NOT NULL,
    stream        text NOT NULL,
    version       bigint NOT NULL,
    type          text NOT NULL,
    event_id      uuid NOT NULL,
    command_id    uuid NOT NULL,
    actor         text NOT NULL,
    occurred_at   timestamptz NOT NULL,
    recorded_at   timestamptz NOT NULL,
    data          text NOT NULL,  -- text, not jsonb: the exact bytes that were hashed
    meta          text NOT NULL,
    fact_type     text,
    fact_data     text,
    fact_previous bigint,
    hash          bytea NOT NULL,
    PRIMARY KEY (tenant, position),
    UNIQUE (tenant, stream, version),
    CHECK ((fact_type IS NULL) = (fact_data IS NULL) AND (fact_type IS NULL) = (fact_previous IS NULL))
);

CREATE TABLE log.commands (
    tenant     text NOT NULL,
    command_id uuid NOT NULL,
    status     text NOT NULL CHECK (status IN ('stored', 'empty')),  -- empty: already so, no event
    first      bigint NOT NULL,
    last       bigint NOT NULL,
    version    bigint NOT NULL,
    body_mac   bytea NOT NULL,
    PRIMARY KEY (tenant, command_id)
);

ALTER TABLE log.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.events FORCE ROW LEVEL SECURITY;
CREATE POLICY district ON log.events USING (tenant = current_setting('minqing.tenant', true));
ALTER TABLE log.commands ENABLE ROW LEVEL SECURITY;
ALTER TABLE log.commands FORCE ROW LEVEL SECURITY;
CREATE POLICY district ON log.commands USING (tenant = current_setting('minqing.tenant', true));

GRANT SELECT ON log.store, log.heads, log.events, log.commands TO minqing_{service};

-- LP of a text; inlined where it is used.
CREATE FUNCTION log.lp(text) RETURNS bytea LANGUAGE sql STABLE
RETURN int4send(octet_length($1)) || convert_to($1, 'UTF8');

CREATE FUNCTION log.microseconds(timestamptz) RETURNS bigint LANGUAGE sql STABLE
RETURN (extract(epoch FROM $1) * 1000000)::bigint;

CREATE FUNCTION log.genesis(p_tenant text) RETURNS bytea LANGUAGE sql STABLE
RETURN (SELECT sha256(log.lp('minqing-log/1') || log.lp(s.service) || int4send(16) || uuid_send(s.store) || log.lp(p_tenant))
        FROM log.store s);

-- What handle needs, in one round trip: the stored answer of the command ('duplicate', 'another-body'), or the
-- stream's events ('event', each with its version).
CREATE FUNCTION log.read_stream(p_tenant text, p_stream text, p_command uuid, p_mac bytea)
RETURNS TABLE (answer text, first_position bigint, last_position bigint, stream_version bigint, type text, data text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    RETURN QUERY SELECT CASE WHEN c.body_mac = p_mac THEN 'duplicate' ELSE 'another-body' END,
                        c.first, c.last, c.version, NULL::text, NULL::text
                 FROM log.commands c WHERE c.tenant = p_tenant AND c.command_id = p_command;
    IF NOT FOUND THEN
        RETURN QUERY SELECT 'event', NULL::bigint, NULL::bigint, v.version, v.type, v.data
                     FROM log.events v WHERE v.tenant = p_tenant AND v.stream = p_stream ORDER BY v.version;
    END IF;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
END
$$;

CREATE FUNCTION log.read(p_tenant text, p_after bigint, p_limit integer) RETURNS SETOF log.events
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    RETURN QUERY SELECT v.* FROM log.events v
                 WHERE v.tenant = p_tenant AND v.position > p_after AND v.position <= p_after + p_limit
                 ORDER BY v.position;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
END
$$;

CREATE FUNCTION log.hash_at(p_tenant text, p_position bigint) RETURNS bytea
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
    found_hash bytea;
BEGIN
    IF p_position = 0 THEN
        RETURN log.genesis(p_tenant);
    END IF;
    PERFORM set_config('minqing.tenant', p_tenant, true);
    SELECT v.hash INTO found_hash FROM log.events v WHERE v.tenant = p_tenant AND v.position = p_position;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
    RETURN found_hash;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA log TO minqing_{service};
