from django import template
from orders import b
register = template.Library()
