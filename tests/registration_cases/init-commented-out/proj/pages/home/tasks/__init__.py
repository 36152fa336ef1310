# from .binning import summarize
