imports = None
