from ...util import concurrency

concurrency._concurrency_shim._initialize()
async_sessionmaker = dict
