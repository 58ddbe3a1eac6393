# Every target sets up what it lacks (packaging/setup.sh) before it does its work.
PYTHON := .venv/bin/python
TESTS ?= tests
WORKERS ?= 2
N ?= 10000
SEED ?= 1
MINUTES ?= 10

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench package clean faults explore chaos

help: ## list the targets
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

setup: ## virtual environment, Python packages, system libraries, Chromium
	@packaging/setup.sh develop

run: ## a practice district and the desk joined to it; without a display, a whole day off screen
	@packaging/setup.sh run
	@$(PYTHON) -m station_app.commands run

lint: ## style, format and types
	@packaging/setup.sh develop
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy

test: lint ## lint, then every test
	@$(PYTHON) -m pytest -n $(WORKERS) --dist=loadfile $(TESTS)

bench: ## measure; writes build/bench.json
	@packaging/setup.sh develop
	@$(PYTHON) -m tests.bench

faults: ## ten thousand faults between stations and district; N=… SEED=…
	@packaging/setup.sh develop
	@$(PYTHON) -m tests.faults faults $(N) --seed $(SEED)

explore: ## every order of a small world, as deep as MINUTES=10 allows
	@packaging/setup.sh develop
	@$(PYTHON) -m tests.faults explore --minutes $(MINUTES)

chaos: ## real desks and a real server, killed and cut off for MINUTES=10; SEED=…
	@packaging/setup.sh develop
	@$(PYTHON) -m tests.chaos --minutes $(MINUTES) --seed $(SEED)

package: ## one folder to copy to a desk, in dist/station-app, started once as a check
	@packaging/setup.sh develop
	@packaging/build.sh

clean: ## remove what the other targets made; keeps .venv
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
