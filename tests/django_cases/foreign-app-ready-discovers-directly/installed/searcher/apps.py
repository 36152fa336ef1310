from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearcherConfig(AppConfig):
    name = 'searcher'

    def ready(self):
        autodiscover_modules('documents')
