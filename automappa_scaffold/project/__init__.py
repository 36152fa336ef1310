"""Finding the project, its settings and its layout."""
