imports = (b"proj.pages.home.tasks",)
