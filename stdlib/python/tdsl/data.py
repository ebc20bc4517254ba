"""Batches and splits of data: TDSL's module `data`."""

from tdsl._objects import members_of

__getattr__, __dir__ = members_of("data")
