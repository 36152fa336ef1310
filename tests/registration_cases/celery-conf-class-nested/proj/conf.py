class Config:
    class Celery:
        include = ['proj.a']
