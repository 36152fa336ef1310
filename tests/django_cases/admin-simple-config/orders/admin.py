from .jobs import ship
