from enum import Enum as E
from django.db import models
from django.db.models import fields
from .fields import Lower, FK, Enum
class Kind(E):
    A = "a"
    B = "bb"
COMMON = dict(null=True, blank=True)
def price(**kw): return models.DecimalField(max_digits=5, decimal_places=2, **kw)
class O(models.Model):
    name = Lower("Name", max_length=3, strip=False, **COMMON)
    parent = FK("self", null=True)
    kind = Enum(enum=Kind)
    p = price(default=1)
    f = fields.IntegerField(**{"default": 3})
    many = models.ManyToManyField("self", through="Link", symmetrical=False, through_fields=("a", "b"))
    for_field = models.CharField(max_length=1, choices=[(k.value, k.name) for k in Kind], db_index=True)
    def __str__(self): return self.name
class Link(models.Model):
    a = models.ForeignKey(O, models.CASCADE, "x", db_constraint=False, limit_choices_to={"name": "x"})
    b = models.ForeignKey(to=O, on_delete=models.DO_NOTHING, related_name="y", parent_link=False, to_field="id")
    class Meta:
        unique_together = ("a", "b")
if O.kind and not isinstance(O.name, str):
    pass
