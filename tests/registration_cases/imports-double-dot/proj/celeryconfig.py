imports = ("proj..pages",)
