"""The way on after a log was restored to an earlier point while others had read further (G8): decided and recorded."""
