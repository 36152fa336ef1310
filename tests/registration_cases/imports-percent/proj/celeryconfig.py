imports = ["proj.pages.%s.tasks" % p for p in "home mag".split()]
