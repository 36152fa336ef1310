"""Parts of the summary page."""
