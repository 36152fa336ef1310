class Dev:
    imports = ("proj.pages.home.tasks",)
