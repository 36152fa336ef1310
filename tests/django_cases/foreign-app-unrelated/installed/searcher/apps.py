from django.apps import AppConfig


class SearcherConfig(AppConfig):
    name = 'searcher'
    verbose_name = 'Search'
