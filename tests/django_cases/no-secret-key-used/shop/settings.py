INSTALLED_APPS = ["orders"]
ROOT_URLCONF = "shop.urls"
