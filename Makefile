# Every target does what set-up it needs. On a fresh machine with Python >= 3.12 and pip: `make demo`.
LINDUNG = .venv/bin/lindung
PYTHON_BIN = .venv/bin/python
SCALE = 1.0

.PHONY: help setup demo run test check format field docs guide messages lock screenshots clean

help:           ## Show these targets
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

setup:          ## Make .venv with the locked dependencies
	@PYTHON="$(PYTHON)" sh tools/setup.sh

demo: setup     ## Tell the whole story of 2025 at full scale with invented people
	$(LINDUNG) demo --scale $(SCALE)

run: setup      ## Serve the web pages and run their long jobs; tells the story first where there is no data
	$(LINDUNG) demo --if-empty --scale $(SCALE)
	$(LINDUNG) serve --with-jobs

test: setup     ## Run every test; without Chromium all but the browser's, and says so last
	$(PYTHON_BIN) -m pytest

check: setup    ## Lint, formatting, types, contracts
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-cache

format: setup   ## Format the code
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

field: setup    ## Build the field app
	sh tools/field.sh

docs: setup     ## Write the pages that are made from the code
	$(PYTHON_BIN) tools/docs.py
	$(LINDUNG) law pages

messages: setup ## Take marked texts into the catalogues and list those without English
	$(PYTHON_BIN) tools/messages.py

lock: setup     ## Lock the dependencies anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header -q -o requirements.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.txt

screenshots: setup ## Pictures of every page at 1280 and 360 px
	$(PYTHON_BIN) -m pytest -m browser --screenshots=screenshots

# Made anew when a page or a test of it is younger.
PICTURED = $(shell find lindung -name '*.html' -o -name '*.css' -o -path '*/views*' -name '*.py') $(wildcard tests/browser/*.py)
screenshots/.made: $(PICTURED)
	$(MAKE) screenshots && touch $@

guide: setup screenshots/.made ## The user's guide in Indonesian, into site/, with pictures of today's pages
	NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --quiet

clean:          ## Remove what set-up made (not the database: see `lindung db`)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
