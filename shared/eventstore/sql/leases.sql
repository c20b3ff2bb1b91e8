-- Which processes of the service are alive, each by the token that it writes upon the places it moves; times are this
-- server's. What a checkpoint bears a token of without a lease that still runs, any other process may take over.
CREATE TABLE run.leases (
    token uuid PRIMARY KEY,
    until timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT SELECT, INSERT, UPDATE, DELETE ON run.leases TO minqing_{service};

ALTER TABLE run.checkpoints DROP COLUMN leased_until;
