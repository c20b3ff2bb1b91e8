-- At one position of a log that was restored to an earlier point another event may come to stand: each is discarded by itself.
ALTER TABLE run.discarded DROP CONSTRAINT discarded_pkey,
    ADD PRIMARY KEY (tenant, producer, follower, version, position, event_id);
