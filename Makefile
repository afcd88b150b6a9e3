# The chores. `make` alone lists them; VENV=path uses another environment than .venv.
VENV ?= .venv
PYTHON := $(VENV)/bin/python
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install run test lint format coverage soak soak-formats bench evaluate screenshot ci clean

help:  ## list the chores
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install:  ## make the environment, with everything for development
	python3 -m venv $(VENV)
	$(BIN)/pip install -e ".[dev]"

run:  ## open the reader on the sample articles
	$(BIN)/copydesk sample_articles

test:  ## run the tests
	$(PYTHON) -m pytest

lint:  ## ruff, mypy and the import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format:  ## format the code, and mend what ruff can mend
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

coverage:  ## run the tests; the domain's branches must be covered to 95 %, the store's wholly
	$(PYTHON) -m pytest --cov=annotations --cov-branch --cov-fail-under=95
	.ci/covered $(VENV)

soak:  ## kills, power cuts, faults and fuzz in full, with their figures (ten minutes)
	COPYDESK_SOAK=1 $(PYTHON) -m pytest tests/faults

soak-formats:  ## a thousand random desks of articles through every format (an hour)
	COPYDESK_EXAMPLES=1000 $(PYTHON) -m pytest tests/annotations/formats/test_every_format.py tests/annotations/dataset/test_losses.py

bench:  ## measure against the goals, as ratios (minutes)
	$(PYTHON) -m benchmarks.start
	$(PYTHON) -m benchmarks.caret
	$(PYTHON) -m benchmarks.page
	$(PYTHON) -m benchmarks.export
	$(PYTHON) -m benchmarks.detection

evaluate:  ## how good detection is, on the articles marked by hand
	$(PYTHON) -m evaluation.entities
	$(PYTHON) -m evaluation.quotes
	$(PYTHON) -m evaluation.suggestions

screenshot:  ## draw the README's picture anew
	$(PYTHON) -m tests.support.screenshot docs/reader.svg

ci:  ## what CI does, in a clean copy with an environment of its own
	.ci/run

clean:  ## remove what can be made again, but no database
	rm -rf build dist *.egg-info .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
