from configurations import Configuration, values


class Base(Configuration):
    SECRET_KEY = "x"
    ROOT_URLCONF = "shop.urls"
    INSTALLED_APPS = ["orders"]
    DEBUG = values.BooleanValue(False)


class Dev(Base):
    @property
    def INSTALLED_APPS(self):
        return super().INSTALLED_APPS + ["stock"]
