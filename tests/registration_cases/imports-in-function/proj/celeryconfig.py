def imports():
    return ("proj.pages.home.tasks",)
