"""Imports Great Expectations at the least cost, and beside other work: it takes seconds, and nothing needs it before there are rows."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread

_IMPORTING = Lock()
# A third of the time goes to it, for the sake of expectations on distributions, which no rule is: it is loaded when one asks for it.
_SELDOM_USED = "scipy.stats"
_KEPT_OUT = "pandas"


def import_suite() -> None:
    """Makes `expectations.gx_suite` ready to be imported at once; a second call waits for the first one."""
    with _IMPORTING:
        if "expectations.gx_suite" in sys.modules:
            return
        os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when the library is imported and when a context is made
        if _KEPT_OUT in sys.modules and sys.modules[_KEPT_OUT] is None:  # a command kept it out to start at once
            del sys.modules[_KEPT_OUT]
        _defer(_SELDOM_USED)
        with _uncollected():
            import expectations.gx_suite  # noqa: F401


def import_suite_meanwhile() -> None:
    """Begins the import in a thread, for a caller that has files to wait for first. What fails there is raised where it is used."""
    Thread(target=_import_quietly, name="import Great Expectations").start()


def _import_quietly() -> None:
    with suppress(Exception):  # the caller's own import raises it again, where somebody can answer for it
        import_suite()


def _defer(name: str) -> None:
    """Has a module loaded at the first use of it; one that is there already, or isn't to be found, is left alone."""
    parent, _, own = name.rpartition(".")
    try:
        spec = None if name in sys.modules else importlib.util.find_spec(name)
    except ImportError:
        return
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    setattr(sys.modules[parent], own, module)


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
