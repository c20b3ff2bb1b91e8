"""Districts that nobody thought of beforehand: generated, lived in, and looked at by everybody in them."""
