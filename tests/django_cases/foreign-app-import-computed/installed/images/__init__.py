from .conf import BACKEND
