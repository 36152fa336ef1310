from .daily import *
