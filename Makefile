# Everything a person needs: make run, make test. Both do all their own set-up, in .venv of this checkout.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
export PYTHONUNBUFFERED := 1

.PHONY: help run test lint audit bench soak install clean

help: ## Show what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

install: $(STAMP) ## Make .venv with everything pinned in requirements.lock

$(STAMP): requirements.lock setup.cfg
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: PYTHON=python3.13 make install")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(STAMP)

run: $(STAMP) ## Serve the demo campaign on PORT (8000): site and worker, embedded SQLite
	@exec $(BIN)/participation run --with-demo --port $(PORT)

test: $(STAMP) ## Lint, types, contracts and every test, in a real browser too
	@scripts/install-chromium
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(STAMP) ## Lint, types, import contracts, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --config setup.cfg
	$(BIN)/djlint --quiet --lint templates

audit: $(STAMP) ## Scan the code and ask whether a pinned package has a known weakness (needs the network)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r scripts/audit.lock || echo "pip-audit could not be installed: dependencies will not be checked"
	$(BIN)/python scripts/security_scan.py static dependencies

bench: $(STAMP) ## Measure: prints JSON and a small table
	$(BIN)/python -m benchmarks

soak: $(STAMP) ## Hours: fuzzing, 200 kills on each store, 30 minutes at half capacity; SOAK="--soak-kills 20" for less
	$(BIN)/python -m pytest tests/soak --soak $(SOAK)

clean: ## Take away what the two above made; the data in instance/ stays
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
