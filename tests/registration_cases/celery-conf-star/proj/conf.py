from proj.base import *

imports += ('proj.b',)
