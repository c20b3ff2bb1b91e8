# Each target makes what it needs, says what it does, and does nothing twice.
PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
READY := .venv/.ready
CODE := services shared deploy tests
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet

.DEFAULT_GOAL := help
.PHONY: help demo up down test bare e2e faults bench openapi pictures lint fmt lock clean

help: ## say what can be done
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## play a campaign through all services; ARGS=--exit ends afterwards, ARGS=--help tells more
	@$(BIN)/python -m deploy.demo $(ARGS)

up: ## bring Minqing up in containers; deploy/init has made its secrets before
	@docker compose up --detach --wait --build

down: ## take the containers down; the data stay
	@docker compose down

test: $(READY) ## run all tests; ARGS="tests/unit -k stay" runs some
	@$(BIN)/python -m pytest $(ARGS)

bare: $(READY) ## run the demo and all tests in an empty container, as an ordinary user; ARGS=tests/unit runs those tests alone
	@$(BIN)/python -m tests.deploy.bare $(ARGS)

e2e: $(READY) ## try the pages in the system's Chromium; ARGS="--screenshots DIR" keeps pictures
	@$(BIN)/python -m pytest -m browser tests/e2e/pages $(ARGS)

faults: $(READY) ## kill, stop, fill and cut off parts under load, and count afterwards; ARGS=--short is shorter, ARGS="--seed 7" the same again
	@$(BIN)/python -m pytest -m faults tests/faults $(ARGS)

bench: $(READY) ## measure the core's speed beside raw baselines; ARGS="--only append" some, ARGS=--markdown for docs/performance.md
	@$(BIN)/python -m tests.bench $(ARGS)

openapi: $(READY) ## renew docs/openapi.json, the published API; refused, with each breach named, where callers would stumble
	@$(BIN)/python -m tests.published

pictures: $(READY) ## take the pictures of the pages in docs/pictures anew, in the system's Chromium
	@$(BIN)/python -m pytest -m browser tests/e2e/pages/test_pictures.py --screenshots docs/pictures

lint: $(READY) ## check style, types, and who imports whom
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/python -m mypy
	$(BIN)/lint-imports

fmt: $(READY) ## put the code into its form
	$(BIN)/ruff check --fix $(CODE)
	$(BIN)/ruff format $(CODE)

lock: $(READY) ## resolve the dependencies of pyproject.toml anew, all and those of the image; ARGS=--upgrade takes newer ones
	$(COMPILE) --all-extras $(ARGS) --output-file requirements.lock
	$(COMPILE) --constraint requirements.lock --output-file deploy/requirements.lock

clean: ## remove the demo's data and all caches; .venv stays
	@if [ -x $(BIN)/minqing ]; then $(BIN)/python -m deploy.minqing clean; else rm -rf .minqing; fi
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) deploy/prepare.py
	@touch $@
