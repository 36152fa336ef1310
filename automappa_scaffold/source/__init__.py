"""Source files: reading their bytes, lowering them to import programs, and places in them."""
