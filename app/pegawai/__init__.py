"""The directory of ASN: who serves the city, where, and that they sign in with their NIP (guide, section 2)."""
