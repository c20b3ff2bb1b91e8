-- The keys of sealed values, apart from the log: one or more per subject, wrapped by the service's master key.

CREATE SCHEMA keys;
GRANT USAGE ON SCHEMA keys TO minqing_{service};

CREATE TABLE keys.keys (
    tenant     text NOT NULL,
    subject    uuid NOT NULL,
    number     bigint NOT NULL,
    wrapped    bytea,          -- NULL once destroyed; the row stays, so that its number is never given again
    wrapped_by text NOT NULL,  -- which master key
    made_at    timestamptz NOT NULL DEFAULT now(),
    erased_at  timestamptz,
    PRIMARY KEY (tenant, subject, number),
    CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))
);
ALTER TABLE keys.keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE keys.keys FORCE ROW LEVEL SECURITY;
CREATE POLICY district ON keys.keys USING (tenant = current_setting('minqing.tenant', true));

GRANT SELECT ON keys.keys TO minqing_{service};
GRANT INSERT (tenant, subject, number, wrapped, wrapped_by) ON keys.keys TO minqing_{service};

CREATE FUNCTION keys.of_subject(p_tenant text, p_subject uuid) RETURNS SETOF keys.keys
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    RETURN QUERY SELECT k.* FROM keys.keys k WHERE k.tenant = p_tenant AND k.subject = p_subject ORDER BY k.number;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
END
$$;

-- Whether this key is now the one with that number; false when another was quicker.
CREATE FUNCTION keys.add(p_tenant text, p_subject uuid, p_number bigint, p_wrapped bytea, p_wrapped_by text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
    added  boolean;
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    INSERT INTO keys.keys (tenant, subject, number, wrapped, wrapped_by)
        VALUES (p_tenant, p_subject, p_number, p_wrapped, p_wrapped_by) ON CONFLICT DO NOTHING;
    added := FOUND;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
    RETURN added;
END
$$;

-- The only way to change a key that is there, in the owner's name: the service may destroy one, never replace it.
CREATE FUNCTION keys.erase(p_tenant text, p_subject uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    before text := current_setting('minqing.tenant', true);
BEGIN
    PERFORM set_config('minqing.tenant', p_tenant, true);
    UPDATE keys.keys k SET wrapped = NULL, erased_at = now()
        WHERE k.tenant = p_tenant AND k.subject = p_subject AND k.wrapped IS NOT NULL;
    PERFORM set_config('minqing.tenant', coalesce(before, ''), true);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA keys FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA keys TO minqing_{service};
