CELERY_IMPORTS = ("proj.pages.home.tasks",)
