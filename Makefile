# Every target sets up .venv by itself: from requirements.lock, each file checked against its hash, again when the lock changes.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BOOTSTRAP ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell command -v $(p) >/dev/null 2>&1 && \
	$(p) -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $(p))))
WORKERS ?= auto
PYTEST_ARGS ?=
DEMO_DIR ?= demo
UV ?= uv

.DEFAULT_GOAL := help
.PHONY: help demo test check format-check lint types bench docs lock system clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16

$(READY): requirements.lock pyproject.toml
	@test -n "$(BOOTSTRAP)" || { echo "需要 Python 3.11 至 3.13（python3）。Python 3.11 to 3.13 is needed."; exit 2; }
	test -x $(BIN)/python || $(BOOTSTRAP) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

demo: $(READY)  ## a district's year from workbooks to the published release, in ./demo
	$(BIN)/zwgk demo $(DEMO_DIR)

test: $(READY)  ## all tests; PYTEST_ARGS="tests/unit -k ledger" for some of them
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(PYTEST_ARGS)

format-check: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

check: format-check lint types test  ## format, lint, strict types, tests: what CI runs

bench: $(READY)  ## the benchmarks at a small size; docs/benchmarks.md has the full one
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.collect --units 200

docs: $(READY)  ## the rule handbook and the data dictionary, from what is declared
	$(BIN)/python -m docs.handbook

lock:  ## resolve requirements.lock anew from pyproject.toml (needs uv); no download address goes into it
	$(UV) pip compile pyproject.toml --extra dev --extra cluster --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --no-header -o requirements.lock

system:  ## Debian packages that some tests need: LibreOffice, Chromium, poppler, CJK fonts
	bash .ci/system

clean:  ## remove what was generated, .venv included
	rm -rf $(VENV) $(DEMO_DIR) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
