from django.apps import AppConfig


class SearcherConfig(AppConfig):
    name = 'searcher'
