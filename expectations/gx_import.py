"""Imports Great Expectations at the least cost: it takes seconds, and most of it is for what no rule is."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from types import ModuleType

_IMPORTING = Lock()
# For expectations on distributions and on JSON, charts and Markdown, which no rule is: loaded when one asks for it. It was half of the time.
_SELDOM_USED = ("scipy.stats", "altair", "jsonschema", "mistune")
_KEPT_OUT = "pandas"


def import_suite() -> None:
    """Makes `expectations.gx_suite` ready to be imported at once; a second call waits for the first one."""
    with _IMPORTING:
        if "expectations.gx_suite" in sys.modules:
            return
        os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported and when a context is made
        if _KEPT_OUT in sys.modules and sys.modules[_KEPT_OUT] is None:  # a command kept it out to start at once
            del sys.modules[_KEPT_OUT]
        for name in _SELDOM_USED:
            _defer(name)
        with _uncollected():
            import expectations.gx_suite  # noqa: F401


class _Deferred(ModuleType):
    """Stands for a module until something of it is used; importlib's LazyLoader would load it at the next import statement."""

    def __getattr__(self, name: str) -> object:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _defer(name: str) -> None:
    """Has a module loaded at the first use of it; one that is there already, or isn't to be found, is left alone."""
    parent, _, own = name.rpartition(".")
    if name in sys.modules or find_spec(parent or name) is None:
        return
    sys.modules[name] = _Deferred(name)
    if parent:
        setattr(import_module(parent), own, sys.modules[name])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Modules and classes are no garbage: looking for it among two million of their objects is a sixth of an import."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
