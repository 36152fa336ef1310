# The front door. Everything runs in .venv, which is made on first use and kept up to date with the files it is made from.
# make test PYTHON=python3.12      another Python for .venv (3.10 or newer)
# make test PYTEST_ARGS="-k verify -x"

PYTHON ?= python3
JOBS ?= auto
BIN := .venv/bin
READY := .venv/.ready-for-automappa-scaffold

# Processes that each use all cores only hinder one another.
export OMP_NUM_THREADS ?= 1

.DEFAULT_GOAL := help
.PHONY: help demo web test lint format types layers docs bench wheel lock clean

help:  ## show this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

demo: $(READY)  ## add a task to a copy of the example app and run it in a real worker
	$(BIN)/python scripts/demo.py

web: $(READY)  ## run the example app with sample data, pages and worker, until Ctrl-C
	@cd example_app && ../$(BIN)/python -m automappa demo

test: $(READY)  ## run the whole test suite, the example app's included
	$(BIN)/python -m pytest -n $(JOBS) --maxprocesses 4 $(PYTEST_ARGS)

lint: $(READY)  ## check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(READY)  ## mend what lint can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY)  ## check types, strictly
	$(BIN)/mypy
	cd example_app && ../$(BIN)/mypy

layers: $(READY)  ## check which module may import which
	$(BIN)/lint-imports

docs: $(READY)  ## write docs/rules and docs/reference from the code, and build the site into build/site
	$(BIN)/python scripts/rule_pages.py
	$(BIN)/python scripts/reference_pages.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet

bench: $(READY)  ## measure, side by side; see benchmarks/README.md
	$(BIN)/python benchmarks/start_times.py $(BENCH_ARGS)
	$(BIN)/python benchmarks/big_apps.py $(BIG_BENCH_ARGS)
	$(BIN)/python benchmarks/first_scatter.py $(SCATTER_BENCH_ARGS)
	$(BIN)/python benchmarks/example_app.py $(APP_BENCH_ARGS)
	$(BIN)/python benchmarks/where_people_work.py

wheel: $(READY)  ## build the wheel into dist/
	$(BIN)/python -m build --wheel

lock: $(READY)  ## choose the newest versions of everything for requirements.lock
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.10 --no-header --no-annotate \
	    --all-extras pyproject.toml example_app/pyproject.toml -o requirements.lock

clean:  ## remove .venv, caches and builds
	rm -rf .venv .*_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml example_app/pyproject.toml requirements.lock scripts/set_up.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed, and $(PYTHON) is %d.%d: give another one, as in make test PYTHON=python3.12" % sys.version_info[:2])'
	$(PYTHON) scripts/set_up.py .venv
	@touch $@
