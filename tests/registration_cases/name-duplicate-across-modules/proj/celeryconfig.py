imports = ("proj.work", "proj.other")
