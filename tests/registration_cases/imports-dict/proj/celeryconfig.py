imports = {"proj.pages.home.tasks": 1}
