BASE = ["proj.pages.home.tasks"]
imports = (*BASE, "proj.pages.mag.tasks")
