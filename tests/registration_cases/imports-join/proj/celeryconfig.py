PAGES = ("home", "mag")
imports = tuple(".".join(("proj", "pages", p, "tasks")) for p in PAGES)
