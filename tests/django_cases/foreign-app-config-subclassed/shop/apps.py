from searcher.apps import SearcherConfig


class SearchConfig(SearcherConfig):
    verbose_name = 'x'

    def ready(self):
        super().ready()
        from orders import jobs
