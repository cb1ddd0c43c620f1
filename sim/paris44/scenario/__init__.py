"""What the user wrote: files, checked and frozen."""
