# Thin on purpose: each target is a line that a person could type.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
.DEFAULT_GOAL := help
.PHONY: run test check browser bench translations help

run: .venv/program.stamp ## jalankan semuanya: basis data, pekerja, dan server (PORT=8000, SIKERJA_VAR=var)
	@exec $(BIN)/python run.py

test: .venv/tools.stamp ## uji program pada PostgreSQL sekali pakai
	@$(BIN)/python -m pytest -n 2

check: .venv/tools.stamp ## gaya, tipe, kontrak impor, migrasi, terjemahan
	@$(BIN)/python -m tests.checks

browser: .venv/tools.stamp ## jalani program dengan Chromium
	@$(BIN)/python -m pytest tests/browser --override-ini=addopts=--import-mode=importlib

bench: .venv/tools.stamp ## ukur kecepatan pada 100.000 permohonan
	@$(BIN)/python -m bench

translations: .venv/tools.stamp ## kumpulkan kalimat baru dari program ke katalog terjemahan
	@$(BIN)/python -m tests.checks.catalogs --perbarui

help: ## daftar perintah ini
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 22

# A stamp is older than its list when the list has changed: then everything is installed anew.
.venv/program.stamp: requirements.txt | .venv/bin/python
	@echo "Memasang program…" && $(PIP) -r requirements.txt && touch $@

.venv/tools.stamp: requirements-dev.txt requirements.txt | .venv/bin/python
	@echo "Memasang program dan alat uji…" && $(PIP) -r requirements-dev.txt && touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Diperlukan Python 3.11 atau lebih baru.")'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Pasang dahulu modul venv, di Debian: apt install python3-venv"; exit 1; }
