from django.template.backends.dummy import TemplateStrings

from orders import jobs


class Engine(TemplateStrings):
    def check(self, **kwargs):
        return []
