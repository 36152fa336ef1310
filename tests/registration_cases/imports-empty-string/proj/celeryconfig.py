imports = ""
