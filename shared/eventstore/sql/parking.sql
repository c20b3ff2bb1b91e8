-- What an operator needs to know of a parked event, and what is to become of it.

-- `type` and `stream` say what it is; reading goes on from `read_…`, the place before its page (0 for rows of old:
-- from the beginning). The process that moves the follower's place carries a verdict out.
ALTER TABLE run.parked
    ADD COLUMN type text NOT NULL DEFAULT '',
    ADD COLUMN stream text NOT NULL DEFAULT '',
    ADD COLUMN read_fact bigint NOT NULL DEFAULT 0,
    ADD COLUMN read_fact_hash bytea NOT NULL DEFAULT '',
    ADD COLUMN read_position bigint NOT NULL DEFAULT 0,
    ADD COLUMN read_hash bytea NOT NULL DEFAULT '',
    ADD COLUMN verdict text CHECK (verdict IN ('resume', 'discard'));

-- Events that a follower is never to take in, by an operator's decision: a fresh fold leaves them out, too.
-- The service may add to it, and neither change nor remove what it says.
CREATE TABLE run.discarded (
    tenant       text NOT NULL,
    producer     text NOT NULL,
    follower     text NOT NULL,
    version      integer NOT NULL,
    position     bigint NOT NULL,
    event_id     uuid NOT NULL,
    parked_for   text NOT NULL,  -- the code of the reason why it was parked
    why          text NOT NULL,  -- in the operator's words
    discarded_by text NOT NULL,  -- an actor, as in the log
    discarded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, producer, follower, version, position)
);
ALTER TABLE run.discarded ENABLE ROW LEVEL SECURITY;
ALTER TABLE run.discarded FORCE ROW LEVEL SECURITY;
CREATE POLICY district ON run.discarded USING (tenant = current_setting('minqing.tenant', true));
GRANT SELECT, INSERT ON run.discarded TO minqing_{service};
