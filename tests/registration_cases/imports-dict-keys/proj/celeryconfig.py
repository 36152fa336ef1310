imports = {"proj.pages.home.tasks": 1, "proj.pages.mag.tasks": 2}.keys()
