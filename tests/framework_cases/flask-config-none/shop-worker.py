import os

from shop import create_app, queue

site = create_app(os.getenv("SHOP_CONFIG"))
site.app_context().push()
