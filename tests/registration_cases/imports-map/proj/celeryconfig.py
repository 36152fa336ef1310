imports = map(str, ["proj.pages.home.tasks"])
