"""Great Expectations is imported at the least cost: in a thread, without what no rule needs, and also where pandas was kept out."""

from __future__ import annotations

import subprocess
import sys

_IMPORT = """
import gc, sys
sys.modules["pandas"] = None
from expectations.gx_import import import_suite, import_suite_meanwhile
import_suite_meanwhile()
import_suite()
print("expectations.gx_suite" in sys.modules, sys.modules["pandas"] is None, gc.isenabled())
print("scipy.stats._stats_py" in sys.modules)
from scipy import stats
print(stats.norm.cdf(0), "scipy.stats._stats_py" in sys.modules)
"""


def test_what_no_rule_needs_is_loaded_when_it_is_asked_for_and_pandas_is_let_in() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True False True", "False", "0.5 True"]
