"""What scheduling answers: who and where, campaigns and rosters, stays, and a campaign in figures."""
