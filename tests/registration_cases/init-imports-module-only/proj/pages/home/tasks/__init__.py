from . import binning
