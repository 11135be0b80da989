"""Agreements: the record of what was signed, its term, the register, what stands under what."""
