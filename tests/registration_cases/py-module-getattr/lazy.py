def __getattr__(n):
    return 'lz.' + n
