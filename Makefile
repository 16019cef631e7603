# Two commands matter: `make run` and `make test`. Both install what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run reset test check release-check bench install install-test migration pictures catalogue clean

help: ## Show what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: install ## Start the portal with a believable demo and print its address
	@$(BIN)/portal run

reset: install ## Throw the demo's data away; the next `make run` fills it again
	@$(BIN)/portal demo --reset

test: install-test ## Run everything: types, lint, imports, unit, both databases, browser
	@scripts/test all

check: install-test ## Run the fast part: types, lint, imports, rules, engine, services on SQLite
	@scripts/test fast

release-check: install-test ## Run what takes long: every page as everybody, two hundred kills, planted faults
	@scripts/test release

bench: install-test ## Measure lists, forms and PDFs beside their floors and print ratios
	@$(BIN)/python -m bench

pictures: install-test ## Take the README's pictures from the running demo
	@$(BIN)/python scripts/pictures.py

migration: install-test ## Write the next migration from the models: make migration WHAT="what changes"
	@$(BIN)/python scripts/new_migration.py "$(WHAT)"

catalogue: install-test ## Collect the Dutch sentences into the English catalogue
	@scripts/catalogue

install: $(VENV)/installed
	@scripts/system-libraries run

install-test: $(VENV)/installed-test
	@scripts/system-libraries test

$(VENV)/installed: requirements.lock pyproject.toml
	@scripts/install requirements.lock $@

$(VENV)/installed-test: tests/requirements.lock pyproject.toml
	@scripts/install tests/requirements.lock $@
	@touch $(VENV)/installed

clean: ## Remove what was installed and built (not the data)
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache build
