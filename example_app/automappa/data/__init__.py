"""The data layer: tables, files in, synthetic files out."""
