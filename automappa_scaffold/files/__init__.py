"""Looking at files, and remembering what was looked at; sealed files of the tool's own.

Whatever an answer rests on is seen through ``Disk``. So the answer can be kept with what was seen, and given
again as long as all of that is the same.
"""
