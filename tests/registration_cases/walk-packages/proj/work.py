import pkgutil

import proj.jobs

for _, name, _ in pkgutil.walk_packages(proj.jobs.__path__, proj.jobs.__name__ + '.'):
    __import__(name)
