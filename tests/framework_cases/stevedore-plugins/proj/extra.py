class First:
    MODULE = "proj.first"


class Second:
    MODULE = "proj.second"
    task_name = "by-second"


class Broken:
    def __init__(self):
        raise RuntimeError("never made")
