MINE_IMPORTS = ["proj.pages.home.tasks"]
imports = ["proj.pages.mag.tasks"]
