from django import template
from orders import a
register = template.Library()
