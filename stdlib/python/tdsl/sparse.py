"""Sparse convolution: TDSL's module `sparse`."""

from tdsl._objects import members_of

__getattr__, __dir__ = members_of("sparse")
