"""The simulator in one page: what its workers are told and answer, and how the page is put together."""
