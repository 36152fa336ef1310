imports = ("proj.pages.mgg.tasks",)
