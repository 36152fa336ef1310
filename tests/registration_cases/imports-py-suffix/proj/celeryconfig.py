imports = ("proj.tasks.py",)
