"""The services behind the gateway, over HTTP: what they offer, and how they are asked."""
