"""Optimizers and schedules: TDSL's module `optim`."""

from tdsl._objects import members_of

__getattr__, __dir__ = members_of("optim")
