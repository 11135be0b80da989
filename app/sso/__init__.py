"""Single sign-on with OpenID Connect, both ends: klien_* signs people in through another provider, penyedia_* is one."""
