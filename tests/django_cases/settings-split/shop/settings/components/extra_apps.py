if STOCK:
    INSTALLED_APPS += ["stock"]
