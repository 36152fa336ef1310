imports = False
