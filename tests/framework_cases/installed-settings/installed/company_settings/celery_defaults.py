broker_url = "memory://"
imports = ("proj.more",)
