from django.contrib.auth.models import User
from django.db import models
class Base(models.Model):
    created = models.DateTimeField(auto_now_add=True)
    title = models.CharField(max_length=3)
    class Meta: abstract = True
class A(Base):
    user = models.ForeignKey(User, models.CASCADE)
    tags = models.ManyToManyField("B")
class B(A):
    extra = models.IntegerField()
    a_ptr = models.OneToOneField(A, models.CASCADE, parent_link=True)
