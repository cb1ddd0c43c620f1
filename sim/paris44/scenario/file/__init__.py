"""Reading what the user wrote: YAML with lines, CSV tables, one file laid over another."""
