"""The pages that the command line prints."""
