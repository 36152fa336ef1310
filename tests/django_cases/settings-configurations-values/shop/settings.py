from configurations import Configuration, values


class Base(Configuration):
    SECRET_KEY = values.Value("x")
    ROOT_URLCONF = values.Value("shop.urls")
    OWN = values.ListValue(["orders"])
    DEBUG = values.BooleanValue(False)
    WORKERS = values.IntegerValue(1)
    STOCK = values.ListValue([], environ_name="STOCK_APPS", environ_prefix=None)


class Dev(Base):
    @property
    def INSTALLED_APPS(self):
        return [*self.OWN, *self.STOCK] if self.WORKERS > 2 else ["django.contrib.auth"]
