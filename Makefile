# Every target does its own set-up. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help report test check lint format sample notebooks docs bench constraints clean

VENV := .venv
BIN := $(VENV)/bin
OUT ?= report

# The first Python of at least 3.11 that has venv.
FIND_PYTHON := for p in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$p; exit 0; }; done; \
	echo "No Python 3.11 or newer with venv was found; install one (on Debian: python3-venv)." >&2; exit 1

help:  ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(BIN)/python:
	@python=$$($(FIND_PYTHON)) && "$$python" -m venv $(VENV)

$(VENV)/.package: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing the package into $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: $(VENV)/.package
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	@echo "Installing the developers' tools ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

report: $(VENV)/.package  ## Run the main job on data/sample; the last line is the path of the report
	@$(BIN)/python -m netanalysis report data/sample --out $(OUT)

# Two processes, a file to each: a notebook's cells stay together, and so do costly fixtures.
test: $(VENV)/.test  ## Run every test: units, properties, real data where present, notebooks, browser
	@$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --doctest-modules --ignore=src/netanalysis/templates tests notebooks src

check: lint test  ## Run what continuous integration runs

lint: $(VENV)/.dev  ## Check style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

format: $(VENV)/.dev  ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

sample: $(BIN)/python  ## Make data/sample anew (the same bytes every time)
	@$(BIN)/python data/make_sample

notebooks: $(VENV)/.test  ## Execute the notebooks and keep their outputs
	@$(BIN)/python notebooks/execute.py

docs: $(VENV)/.package  ## Write the data dictionary from the schema
	@$(BIN)/python docs/write_data_dictionary.py

bench: $(VENV)/.dev  ## Measure against named peers in the same run
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b; done

constraints: $(VENV)/.dev  ## Pin the versions that were tested
	@$(BIN)/uv pip compile -q --universal --all-extras --no-annotate --no-header --upgrade \
		--python-version 3.11 pyproject.toml -o constraints.txt

clean:  ## Remove the virtual environment, caches and the report
	@rm -rf $(VENV) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
