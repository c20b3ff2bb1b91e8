-- The newest form of log.append: run with log.sql, and again by each migration since which it has changed.

-- A group of commands of one district, under the lock of the district's head. Whoever expects a version is the
-- first of its stream in the group; others may follow, who expect none.
-- Requests and events are parallel arrays; p_counts says how many events each request has.
-- One row per request: 'stored' or 'duplicate' with the stored result, 'conflict' with the stream's version,
-- 'another-body' for a used command id.
CREATE OR REPLACE FUNCTION log.append(
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
        at_version := NULL;
        IF many AND array_position(p_streams, p_streams[r]) < r THEN  -- where it was left, before that is stored
            SELECT max(a.version) INTO at_version
                FROM unnest(p_streams, afters) AS a (stream, version) WHERE a.stream = p_streams[r];
        END IF;
        IF at_version IS NULL THEN
            SELECT v.version INTO at_version FROM log.events v
                WHERE v.tenant = p_tenant AND v.stream = p_streams[r] ORDER BY v.version DESC LIMIT 1;
        END IF;
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

REVOKE ALL ON FUNCTION log.append FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.append TO minqing_{service};
