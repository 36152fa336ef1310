from django.apps import AppConfig


class Searching(AppConfig):
    name = 'searcher'
