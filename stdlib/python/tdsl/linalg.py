"""Linear algebra: TDSL's module `linalg`."""

from tdsl._objects import members_of

__getattr__, __dir__ = members_of("linalg")
