"""Parquet files of flat tables, written and read with NumPy and the standard library alone.

Only what a result table needs: required and optional columns of four kinds, pages compressed with gzip, texts
by a dictionary. So equal rows are equal bytes whatever else is installed, row groups can be put together
without being read, and nothing has to be loaded that takes as much memory as the simulation. Whatever reads
Parquet reads these files; of those of others this reads none.
"""
