imports = ("proj.loader",)
