from django import template

from ..tag_jobs import warm

register = template.Library()


@register.filter
def money(value):
    return value
