# Counterfile. `make` alone lists what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready ## Make the virtual environment from the lock

.venv/.ready: requirements.lock pyproject.toml scripts/setup.sh
	PYTHON=$(PYTHON) sh scripts/setup.sh
	@touch $@

demo: setup ## Make the demo inquiry, run it, and open its pages at http://127.0.0.1:8321/
	rm -rf demo-inquiry
	$(BIN)/counterfile demo demo-inquiry $(DEMO_OPTIONS)

test: setup ## Run all tests
	$(BIN)/python -m pytest

check: setup ## Format, lint, types, floors
	$(BIN)/ruff format --check src tests bench scripts
	$(BIN)/ruff check src tests bench scripts
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup ## Format and mend what can be mended by itself
	$(BIN)/ruff check --fix src tests bench scripts
	$(BIN)/ruff format src tests bench scripts

bench: setup ## Measure; see bench/README.md
	$(BIN)/python -m bench

bench-pages: setup ## Measure pages under readers and an import; KEEP=FOLDER of a kept scale run
	$(BIN)/python -m bench pages $(if $(KEEP),--keep $(KEEP))

fuzz: setup ## Send strange requests to the API
	COUNTERFILE_FUZZ=200 $(BIN)/python -m pytest tests/unit/test_api_openapi.py

test-spark: setup ## Match the demo on DuckDB and on Spark, and compare; wants Java
	$(BIN)/python -m pip install -q 'pyspark>=4' 'splink>=5'
	COUNTERFILE_SPARK=1 $(BIN)/python -m pytest tests/spark

validate-ocds: setup ## Let libcoveocds hold the demo's OCDS against the standard, as a program of its own
	$(BIN)/python scripts/validate_ocds.py

screenshots: setup ## Pictures of every page, both widths, languages and schemes, into build/screenshots
	$(BIN)/python scripts/screenshots.py

islands: ## Build the islands of the pages anew; wants node
	cd frontend && npm ci && npm run build

wheel: setup ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

lock: setup ## Renew requirements.lock
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra ocr --generate-hashes --no-emit-index-url --no-header --universal -q -o requirements.lock

clean: ## Remove everything that can be made again
	rm -rf .venv frontend/node_modules demo-inquiry dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: help setup demo test check fix bench bench-pages fuzz test-spark validate-ocds screenshots islands wheel lock clean
