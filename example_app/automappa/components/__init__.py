"""What the pages share: the frame around them, small parts, and the look of figures."""
