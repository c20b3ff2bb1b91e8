"""The reference campaign: its cast, its story, and three ways of counting what came of it."""
