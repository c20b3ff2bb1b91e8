"""The web console: pages over the public API, in the reader's language, complete without scripts."""
