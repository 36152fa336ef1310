from proj.pages.home.tasks import *
