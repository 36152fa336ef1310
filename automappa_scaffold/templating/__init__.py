"""Rendering templates with copier, behind one small function."""
