"""What `make check` asks of the source: style, types, import contracts, migrations, catalogs."""
