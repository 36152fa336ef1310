imports = ["proj.pages.mag.tasks"]
