imports = (("proj.pages.home.tasks", "proj.pages.mag.tasks"),)
