"""Reading the files that people bring. Pure: bytes in, rows or an ``ImportProblem`` out; no database, no network.

``reading.read`` is the door. One module per layer: ``text`` (bytes to text), ``tables`` (CSV) and ``xlsx`` (lines of
cells), ``vcards`` (cards), ``columns`` (which column means what), ``values`` (what a cell says), ``contacts`` and
``firms`` (a whole row), ``matching`` (which rows are there already).
"""
