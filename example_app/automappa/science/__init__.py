"""The science: plain functions on numpy arrays that know no database, queue or page."""
