imports = ("jobs",)
