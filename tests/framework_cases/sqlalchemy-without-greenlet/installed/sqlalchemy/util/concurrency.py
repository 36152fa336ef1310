_MESSAGE = (
    "The SQLAlchemy asyncio module requires that the Python 'greenlet' library is installed.  "
    "In order to ensure this dependency is available, use the 'sqlalchemy[asyncio]' install target:  "
    "'pip install sqlalchemy[asyncio]'"
)


class _Shim:
    def _initialize(self):
        try:
            from greenlet import getcurrent
        except ImportError as error:
            raise ImportError(_MESSAGE) from error
        self.getcurrent = getcurrent


_concurrency_shim = _Shim()
