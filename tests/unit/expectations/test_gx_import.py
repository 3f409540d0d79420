"""Great Expectations is imported at the least cost: without what no rule needs, also where pandas was kept out, and it works."""

from __future__ import annotations

import subprocess
import sys

_IMPORT = """
import gc, sys
sys.modules["pandas"] = None
from expectations.gx_import import import_suite
import_suite()
print("expectations.gx_suite" in sys.modules, sys.modules["pandas"] is None, gc.isenabled())
seldom = ["scipy.stats._stats_py", "altair.vegalite", "jsonschema.validators", "mistune.markdown"]
print([name in sys.modules for name in seldom])
import altair, jsonschema, mistune
from scipy import stats
jsonschema.validate(1, {"type": "integer"})
print(stats.norm.cdf(0), altair.Chart.__name__)
print(mistune.markdown("*a*").strip())
print([name in sys.modules for name in seldom])
"""


def test_what_no_rule_needs_is_loaded_when_it_is_asked_for_and_pandas_is_let_in() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True False True",
        str([False] * 4),
        "0.5 Chart",
        "<p><em>a</em></p>",
        str([True] * 4),
    ]
