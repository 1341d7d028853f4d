# One-stop counter. `make` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SYSTEM_STAMP := $(VENV)/.system

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(SYSTEM_STAMP): scripts/system-packages
	bash scripts/system-packages
	@mkdir -p $(VENV) && touch $@

$(STAMP): requirements.txt pyproject.toml $(SYSTEM_STAMP)
	bash scripts/environment "$(PYTHON)" $(VENV)
	@touch $@

setup: $(STAMP) ## system packages, virtual environment, pinned requirements

demo: $(STAMP) ## one family moves in, from the tap of the card to the utility's reply
	$(BIN)/counter-app demo --out demo-output

run: $(STAMP) ## open the desktop on the sandbox town
	$(BIN)/counter-app run --sandbox

test: $(STAMP) ## every test
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

oracle: $(STAMP) ## a million households against the rules written twice
	$(BIN)/python -m tests.oracle.compare --households 1000000

check: $(STAMP) ## ruff, mypy strict, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## ratios measured in one run
	QT_QPA_PLATFORM=offscreen $(BIN)/counter-app bench

screens: $(STAMP) ## every screen and state as PNG
	QT_QPA_PLATFORM=offscreen $(BIN)/counter-app screens --out screens-output

.PHONY: help setup demo run test oracle check bench screens
