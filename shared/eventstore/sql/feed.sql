-- A page of the feed (formats 4, 5), made where its bytes are: the facts after a position as CloudEvents, joined by
-- commas, at most p_limit among the next p_looks events; how far that has looked, and where the log ends, each with
-- its hash. shared/eventstore/cloudevents.py writes the same bytes for the bell.
CREATE OR REPLACE FUNCTION log.feed(p_tenant text, p_after bigint, p_limit integer, p_looks integer)
RETURNS TABLE (facts text, upto bigint, upto_hash bytea, head bigint, head_hash bytea)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
    origin text;  -- what is the same for all facts, between their ids and their types
    of_us  text;  -- and between their times and their positions
    many   bigint;
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    SELECT concat('","source":"/districts/', p_tenant, '/', s.service, '","type":"minqing.'),
           concat('","tenant":"', p_tenant, '","store":"', s.store, '","position":')
        INTO origin, of_us FROM log.store s;
    SELECT h.position, h.hash INTO head, head_hash FROM log.heads h WHERE h.tenant = p_tenant;

    SELECT count(*), max(f.position), coalesce(string_agg(concat(
            '{"specversion":"1.0","datacontenttype":"application/json","id":"', f.event_id, origin, f.fact_type,
            '","subject":', to_json(f.stream), ',"time":"', log.rfc3339(f.occurred_at), of_us, f.position,
            ',"hash":"', encode(f.hash, 'hex'), '","previous":', f.fact_previous,
            ',"previoushash":"', encode(coalesce(f.hash_before, log.hash_at(p_tenant, f.fact_previous)), 'hex'),
            '","recordedtime":"', log.rfc3339(f.recorded_at), '"',
            ',"correlationid":' || to_json(f.told ->> 'correlationid')::text,
            ',"causationid":' || to_json(f.told ->> 'causationid')::text,
            ',"traceparent":' || to_json(f.told ->> 'traceparent')::text,
            ',"data":', f.fact_data, '}'), ',' ORDER BY f.position), '')
        INTO many, upto, facts
        FROM (SELECT e.*, e.meta::json AS told, lag(e.hash) OVER (ORDER BY e.position) AS hash_before
              FROM (SELECT * FROM log.events v
                    WHERE v.tenant = p_tenant AND v.position > p_after AND v.position <= least(head, p_after + p_looks)
                      AND v.fact_type IS NOT NULL  -- what comes after the head was appended since it was read
                    ORDER BY v.position LIMIT p_limit) e) f;

    IF many < p_limit THEN
        upto := least(head, p_after + p_looks);
    END IF;
    SELECT v.hash INTO upto_hash FROM log.events v WHERE v.tenant = p_tenant AND v.position = upto;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
    RETURN NEXT;
END
$$;

CREATE OR REPLACE FUNCTION log.rfc3339(timestamptz) RETURNS text LANGUAGE sql STABLE
RETURN to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

REVOKE ALL ON FUNCTION log.feed, log.rfc3339 FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.feed, log.rfc3339 TO minqing_{service};
