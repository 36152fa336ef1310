from .middleware_jobs import touch


class LastSeenMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        touch.delay()
        return self.get_response(request)
