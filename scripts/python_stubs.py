"""Writes the type stub of the Python package into a folder: scripts/tdsl scripts/python_stubs.py FOLDER"""

import sys

from tdsl import _stubs

if len(sys.argv) != 2:
    sys.exit(__doc__)
_stubs.write(sys.argv[1])
