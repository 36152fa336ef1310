from configurations import Configuration


class Dev(Configuration):
    INSTALLED_APPS = ["orders"]
