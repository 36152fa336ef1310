import enum
from decimal import Decimal
from functools import partial
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MaxValueValidator, RegexValidator, FileExtensionValidator
from django.db import models, transaction
from django.db.models import F, Q, Count, Sum, Value
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _, pgettext_lazy
from .fields import UpperField, Money, not_zero

User = get_user_model()

class Color(enum.Enum):
    RED = "r"
    BLUE = "b"
    @classmethod
    def choices(cls):
        return [(c.value, c.name) for c in cls]

def upload_to(instance, filename, folder="x"):
    return f"{folder}/{filename}"

class BaseQuerySet(models.QuerySet):
    def mine(self, user): return self.filter(owner=user)
    def totals(self): return self.aggregate(t=Coalesce(Sum("price"), Value(0)))

class ActiveManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(active=True)

class Owned(models.Model):
    owner = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="%(app_label)s_%(class)s_set")
    class Meta:
        abstract = True
        ordering = ("pk",)

class Named(models.Model):
    name = models.CharField(_("name"), max_length=100, validators=[RegexValidator(r"^\w+$", _("bad"))])
    class Meta:
        abstract = True

class Category(Named):
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    slug = models.SlugField(unique=True)
    class Meta:
        verbose_name_plural = _("categories")
        constraints = [models.UniqueConstraint(Lower("name"), "parent", name="uniq_cat")]
    def get_absolute_url(self): return reverse("category", kwargs={"slug": self.slug})

class Product(Owned, Named):
    class Size(models.IntegerChoices):
        S = 1, _("Small")
        L = 2, _("Large")
        __empty__ = _("(none)")
    color = models.CharField(max_length=1, choices=Color.choices(), default=Color.RED.value)
    size = models.IntegerField(choices=Size.choices, default=Size.S, null=True)
    code = UpperField(unique=True)
    price = Money(_("price"), default=Decimal("0.00"), validators=[not_zero, MaxValueValidator(1000)])
    categories = models.ManyToManyField(Category, through="Placement", blank=True)
    tags = GenericRelation("catalog.Tag")
    image = models.FileField(upload_to=partial(upload_to, folder="p"), validators=[FileExtensionValidator(["png"])])
    active = models.BooleanField(default=True)
    meta = models.JSONField(default=dict)
    objects = BaseQuerySet.as_manager()
    active_objects = ActiveManager()
    class Meta(Owned.Meta):
        db_table = "products"
        permissions = [("can_price", "Can price")]
        constraints = [models.CheckConstraint(condition=Q(price__gte=0) & ~Q(name=""), name="ok")]
    @cached_property
    def label(self): return slugify(self.name)
    @property
    def is_large(self): return self.size == self.Size.L
    def save(self, *args, **kwargs):
        from .tasks import index
        super().save(*args, **kwargs)
        transaction.on_commit(partial(index.delay, self.pk))

class Placement(models.Model):
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

class CheapProduct(Product):
    objects = models.Manager()
    class Meta:
        proxy = True
        default_related_name = "cheap"

class Book(Product):
    isbn = models.CharField(max_length=13)
    product_ptr = models.OneToOneField(Product, on_delete=models.CASCADE, parent_link=True, primary_key=True)

class Tag(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, limit_choices_to={"app_label": "catalog"})
    object_id = models.PositiveIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"])]

class Legacy(models.Model):
    x = models.IntegerField(db_column="XX")
    class Meta:
        managed = False
        db_table = "legacy"
        app_label = "catalog"
