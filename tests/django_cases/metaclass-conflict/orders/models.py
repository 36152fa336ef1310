from django.db import models
class M(type): pass
class A(models.Model, metaclass=M): pass
