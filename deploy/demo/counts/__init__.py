"""Three ways of counting what came of a campaign; they share no code, so that they cannot share a mistake."""
