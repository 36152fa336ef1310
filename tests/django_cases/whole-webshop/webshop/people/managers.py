from .tasks import welcome
