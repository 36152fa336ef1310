from proj.more import *
