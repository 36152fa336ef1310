DEBUG = False
if DEBUG:
    imports = ()
else:
    imports = ("proj.pages.home.tasks",)
