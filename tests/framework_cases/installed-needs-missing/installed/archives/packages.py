import os, library_of_the_system.headers as headers


def read():
    return headers, os
