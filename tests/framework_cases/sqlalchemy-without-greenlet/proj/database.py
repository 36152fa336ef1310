import sqlalchemy

try:
    from sqlalchemy.ext.asyncio import async_sessionmaker
except ModuleNotFoundError:  # which it is not
    async_sessionmaker = dict

sessions = async_sessionmaker(sqlalchemy)
