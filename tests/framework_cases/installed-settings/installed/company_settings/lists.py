MODULES = ["proj.jobs"]
FILLED = []
FILLED.append("proj.more")
