import os

BASE = os.path.basename(os.path.dirname(__file__))
CELERY_IMPORTS = [f"{BASE}.tasks", f"{__name__}_tasks"]
