imports = ("proj.pages.home.tasks", "proj.pages.home.tasks")
