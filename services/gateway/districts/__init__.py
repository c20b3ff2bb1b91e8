"""Districts, real and sandbox; a sandbox has a clock that only its driver moves, forward."""
