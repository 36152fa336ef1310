from django.db import models

from orders import jobs


class BigId(models.BigAutoField):
    pass
