class Base:
    CELERY = {"include": ["proj.never"], "broker_url": "memory://"}


class Development(Base):
    DEBUG = True
    CELERY = {**Base.CELERY, "include": ["proj.jobs"]}
    celery = {"include": ["proj.never"]}
