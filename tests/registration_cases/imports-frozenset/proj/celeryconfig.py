imports = frozenset({"proj.pages.home.tasks"})
