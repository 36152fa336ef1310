imports = (" proj.pages.home.tasks",)
