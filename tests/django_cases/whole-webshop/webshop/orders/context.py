from .context_jobs import count_cart


def cart(request):
    return {}
