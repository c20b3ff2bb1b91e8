-- The log of one service: one hash chain per district (formats 1). `{service}` is filled in by migrations.py.

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

-- A group of commands of one district, each for a stream of its own, under the lock of the district's head.
-- Requests and events are parallel arrays; p_counts says how many events each request has.
-- One row per request: 'stored' or 'duplicate' with the stored result, 'conflict' with the stream's version,
-- 'another-body' for a used command id.
CREATE FUNCTION log.append(
    p_tenant text,
    p_commands uuid[], p_streams text[], p_expected bigint[], p_macs bytea[],
    p_actors text[], p_occurred timestamptz[], p_metas text[], p_counts integer[],
    p_ids uuid[], p_types text[], p_datas text[], p_fact_types text[], p_fact_datas text[]
) RETURNS TABLE (answer text, first_position bigint, last_position bigint, stream_version bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before       text := current_setting('minqing.tenant', true);
    recorded     timestamptz;
    recorded_i64 bytea;
    place        bigint;
    chain        bytea;
    fact_place   bigint;
    fact_chain   bytea;
    known        record;
    at_version   bigint;
    said_where   bytea;
    said_by      bytea;
    said_meta    bytea;
    no_fact      constant bytea := log.lp('') || log.lp('');
    e            integer := 0;
    -- From about eight events on, the loop only chains, and one statement at its end stores them.
    many         constant boolean := cardinality(p_ids) >= 8;
    -- filled with nothing first: an array that begins past 1 would shift all events of the group
    room         constant integer[] := ARRAY[CASE WHEN many THEN cardinality(p_ids) ELSE 0 END];
    for_commands constant integer[] := ARRAY[CASE WHEN many THEN cardinality(p_commands) ELSE 0 END];
    requests     integer[] := array_fill(NULL::integer, room);
    places       bigint[] := array_fill(NULL::bigint, room);
    versions     bigint[] := array_fill(NULL::bigint, room);
    previous     bigint[] := array_fill(NULL::bigint, room);
    chains       bytea[] := array_fill(NULL::bytea, room);
    firsts       bigint[] := array_fill(NULL::bigint, for_commands);
    lasts        bigint[] := array_fill(NULL::bigint, for_commands);
    afters       bigint[] := array_fill(NULL::bigint, for_commands);
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    SELECT h.position, h.hash, h.fact_position, h.fact_hash INTO place, chain, fact_place, fact_chain
        FROM log.heads h WHERE h.tenant = p_tenant FOR UPDATE;
    IF NOT FOUND THEN
        chain := log.genesis(p_tenant);
        INSERT INTO log.heads VALUES (p_tenant, 0, chain, 0, chain) ON CONFLICT DO NOTHING;
        SELECT h.position, h.hash, h.fact_position, h.fact_hash INTO place, chain, fact_place, fact_chain
            FROM log.heads h WHERE h.tenant = p_tenant FOR UPDATE;
    END IF;
    recorded := clock_timestamp();
    recorded_i64 := int8send(log.microseconds(recorded));

    FOR r IN 1 .. cardinality(p_commands) LOOP
        SELECT c.first, c.last, c.version, c.body_mac INTO known
            FROM log.commands c WHERE c.tenant = p_tenant AND c.command_id = p_commands[r];
        IF FOUND THEN
            answer := CASE WHEN known.body_mac = p_macs[r] THEN 'duplicate' ELSE 'another-body' END;
            first_position := known.first;
            last_position := known.last;
            stream_version := known.version;
            e := e + p_counts[r];
            RETURN NEXT;
            CONTINUE;
        END IF;
        SELECT v.version INTO at_version FROM log.events v
            WHERE v.tenant = p_tenant AND v.stream = p_streams[r] ORDER BY v.version DESC LIMIT 1;
        at_version := coalesce(at_version, 0);
        IF p_expected[r] <> at_version THEN
            answer := 'conflict';
            first_position := 0;
            last_position := 0;
            stream_version := at_version;
            e := e + p_counts[r];
            RETURN NEXT;
            CONTINUE;
        END IF;

        first_position := CASE WHEN p_counts[r] > 0 THEN place + 1 ELSE 0 END;
        said_where := log.lp(p_tenant) || log.lp(p_streams[r]);
        said_by := uuid_send(p_commands[r]) || log.lp(p_actors[r]) || int8send(log.microseconds(p_occurred[r]));
        said_meta := log.lp(p_metas[r]);
        FOR i IN 1 .. p_counts[r] LOOP
            e := e + 1;
            place := place + 1;
            at_version := at_version + 1;
            chain := sha256(chain || int8send(place) || int8send(at_version) || recorded_i64 || sha256(
                said_where || log.lp(p_types[e]) || uuid_send(p_ids[e]) || said_by || log.lp(p_datas[e]) || said_meta
                || CASE WHEN p_fact_types[e] IS NULL THEN no_fact ELSE log.lp(p_fact_types[e]) || log.lp(p_fact_datas[e]) END));
            IF many THEN
                requests[e] := r;
                places[e] := place;
                versions[e] := at_version;
                chains[e] := chain;
                IF p_fact_types[e] IS NOT NULL THEN
                    previous[e] := fact_place;
                END IF;
            ELSE
                INSERT INTO log.events VALUES (
                    p_tenant, place, p_streams[r], at_version, p_types[e], p_ids[e], p_commands[r], p_actors[r],
                    p_occurred[r], recorded, p_datas[e], p_metas[r], p_fact_types[e], p_fact_datas[e],
                    CASE WHEN p_fact_types[e] IS NOT NULL THEN fact_place END, chain);
            END IF;
            IF p_fact_types[e] IS NOT NULL THEN
                fact_place := place;
                fact_chain := chain;
            END IF;
        END LOOP;
        last_position := CASE WHEN p_counts[r] > 0 THEN place ELSE 0 END;
        stream_version := at_version;
        answer := 'stored';
        IF many THEN
            firsts[r] := first_position;
            lasts[r] := last_position;
            afters[r] := at_version;
        ELSE
            INSERT INTO log.commands VALUES (
                p_tenant, p_commands[r], CASE WHEN p_counts[r] > 0 THEN 'stored' ELSE 'empty' END,
                first_position, last_position, at_version, p_macs[r]);
        END IF;
        RETURN NEXT;
    END LOOP;

    IF many THEN
        INSERT INTO log.events
        SELECT p_tenant, n.place, p_streams[n.request], n.version, n.type, n.id, p_commands[n.request], p_actors[n.request],
               p_occurred[n.request], recorded, n.data, p_metas[n.request], n.fact_type, n.fact_data, n.fact_previous, n.hash
        FROM unnest(requests, places, versions, chains, previous, p_ids, p_types, p_datas, p_fact_types, p_fact_datas)
             AS n (request, place, version, hash, fact_previous, id, type, data, fact_type, fact_data)
        WHERE n.place IS NOT NULL;
        INSERT INTO log.commands
        SELECT p_tenant, c.command_id, CASE WHEN c.last > 0 THEN 'stored' ELSE 'empty' END, c.first, c.last, c.version, c.mac
        FROM unnest(p_commands, firsts, lasts, afters, p_macs) AS c (command_id, first, last, version, mac)
        WHERE c.version IS NOT NULL;
    END IF;
    UPDATE log.heads h SET position = place, hash = chain, fact_position = fact_place, fact_hash = fact_chain
        WHERE h.tenant = p_tenant AND h.position <> place;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
END
$$;

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
