def __getattr__(name):
    if name == 'summarize':
        from .binning import summarize
        return summarize
    raise AttributeError(name)
