-- The bookkeeping of what follows logs, and the one way to a schema for a projection's version.

CREATE SCHEMA run;
GRANT USAGE ON SCHEMA run TO minqing_{service};

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
