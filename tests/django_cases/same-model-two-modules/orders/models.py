from django.db import models
from orders.other import A as Other
class A(models.Model): pass
