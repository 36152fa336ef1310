from .binning import *
