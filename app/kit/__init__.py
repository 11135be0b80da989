"""Technical base of the program. Knows no business: nothing here may name a permohonan, an instansi or a role."""
