# Two environments: .venv runs the program, .venv-dev tests it. Both come from the locks, and each is made again when
# its lock or pyproject.toml changes, or when the folder was moved.

SHELL := /bin/sh
.DEFAULT_GOAL := run
.PHONY: run try migrate check test bench soak fix audit lock clean

RUN := .venv/bin
DEV := .venv-dev/bin
READY := ready$(subst /,-,$(subst $() ,_,$(CURDIR)))
UV := uv==0.13.9
PIP_AUDIT := pip-audit==2.10.1

run: .venv/$(READY) ## start the assistant and keep serving
	@exec $(RUN)/hocso run

try: .venv/$(READY) ## talk to the assistant in this terminal
	@exec $(RUN)/hocso try

migrate: .venv/$(READY) ## bring the database up to date
	@exec $(RUN)/hocso migrate

check: .venv-dev/$(READY) ## the fast part of the tests, under a minute
	$(DEV)/ruff check
	$(DEV)/ruff format --check
	$(DEV)/mypy
	$(DEV)/lint-imports
	$(DEV)/pytest -n auto tests/unit

test: .venv-dev/$(READY) ## everything, Chromium included
	@tools/find-chromium >/dev/null
	$(DEV)/ruff check
	$(DEV)/ruff format --check
	$(DEV)/mypy
	$(DEV)/lint-imports
	HOCSO_CHROMIUM="$$(tools/find-chromium)" $(DEV)/pytest -n auto

bench: .venv-dev/$(READY) .venv-peers/$(READY) ## measure beside bare peers; one JSON line a figure
	@$(DEV)/python -m bench

soak: .venv-dev/$(READY) ## kill the program thirty times under load, on both databases
	HOCSO_SOAK=1 $(DEV)/pytest -q tests/faults

fix: .venv-dev/$(READY) ## put the code into its usual shape
	$(DEV)/ruff check --fix
	$(DEV)/ruff format

audit: ## look for known weaknesses in what the locks name; fails when a package could not be checked
	python3 -m venv --clear .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_AUDIT)
	.venv-audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements-dev.lock

lock: ## choose the newest versions again and write both locks
	python3 -m venv --clear .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check $(UV)
	.venv-lock/bin/uv pip compile $(LOCK) --output-file requirements.lock pyproject.toml
	.venv-lock/bin/uv pip compile $(LOCK) --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml
	.venv-lock/bin/uv pip compile $(filter-out --group install,$(LOCK)) --output-file bench/peers.lock bench/peers.in

# --universal: one lock for Linux, macOS and Windows and for every Python from 3.11 on, with markers where they differ.
LOCK := --quiet --no-config --upgrade --universal --python-version 3.11 --generate-hashes --group install \
	--custom-compile-command "make lock"

clean: ## remove what can be made again; the database in data/ stays
	rm -rf .venv .venv-dev .venv-peers .venv-audit .venv-lock build *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/$(READY): requirements.lock pyproject.toml
	@tools/make-venv .venv requirements.lock
	@touch "$@"

.venv-dev/$(READY): requirements-dev.lock pyproject.toml
	@tools/make-venv .venv-dev requirements-dev.lock
	@touch "$@"

.venv-peers/$(READY): bench/peers.lock
	python3 -m venv --clear .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r bench/peers.lock
	@touch "$@"
