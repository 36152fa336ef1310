import archives.packages

from proj.app import app

try:
    import archives.optional
except ImportError:
    optional = None


@app.task
def read():
    return archives.packages.read()
