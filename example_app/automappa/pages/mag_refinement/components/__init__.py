"""Parts of the refinement page."""
