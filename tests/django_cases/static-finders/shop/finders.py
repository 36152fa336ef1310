from django.contrib.staticfiles.finders import BaseFinder

from orders import a


class Finder(BaseFinder):
    pass
