import archives.packages

from proj.app import app

try:
    import archives.optional as optional
except ImportError:
    optional = None


@app.task(name="with" if optional else "without")
def read():
    return archives.packages.read()
