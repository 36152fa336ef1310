from django import template

from orders.jobs import ship

register = template.Library()
