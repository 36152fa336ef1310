imports = 3
