"""Digital signatures: signing, identities and checking."""
