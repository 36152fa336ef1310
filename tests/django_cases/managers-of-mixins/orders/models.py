from django.db import models
class Q(models.QuerySet):
    def nice(self): return self.filter(n=1)
class Logged(models.Model):
    class Meta: abstract = True
class Base(models.Model):
    objects = models.Manager.from_queryset(Q)()
    class Meta: abstract = True
class A(Logged, Base):
    n = models.IntegerField()
class B(Logged):
    n = models.IntegerField()
class C(B): pass
class D(Logged):
    kept = Q.as_manager()
    class Meta: abstract = True
class E(D):
    objects = models.Manager()
