from django.contrib.auth.models import User, Group
from django.db import models
class Profile(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="profile")
class Staff(User):
    class Meta:
        proxy = True
        verbose_name_plural = "staff"
User.add_to_class("nice", property(lambda self: self.username))
