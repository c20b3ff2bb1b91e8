"""What has happened in scheduling: units, places and people as described, campaigns and rosters, stays."""
