imports: tuple[str, ...]
