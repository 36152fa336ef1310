celery_imports = ["proj.pages.home.tasks"]
