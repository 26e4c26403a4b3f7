# `make` alone lists the targets: every target with a comment after ## is one for people.
.DEFAULT_GOAL := list
.PHONY: list help install sandbox sandbox-status sandbox-shell sandbox-down bench test scan lint typecheck format e2e leaks e2e-flux unit go-check clean

list: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-16s %s\n", $$1, $$2 }'

help: ## what this project is and how to use it
	@cat help

install: node_modules/.package-lock.json ## npm packages, exactly as locked

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

sandbox: ## AWS, Kubernetes and Git on this machine with all four stacks deployed; no account, no Docker
	@sandbox/bin/sandbox up

sandbox-status: ## what runs in the sandbox; exit code 0 only if everything is Ready
	@sandbox/bin/sandbox status

sandbox-shell: ## a shell in which cdktf, terraform, kubectl and aws work with the sandbox
	@sandbox/bin/sandbox shell

sandbox-down: ## stop the sandbox and remove everything that it wrote in this checkout
	@sandbox/bin/sandbox down

bench: install ## times and memory: make sandbox, app start, plans, processes
	@sandbox/bin/sandbox bench

test: lint typecheck go-check unit ## lint, type check and unit tests

scan: install ## Checkov on what the stacks of dev and prod would make
	@ops/bin/scan

unit: install
	npx jest $(JEST_FLAGS)

lint: install ## ESLint and Prettier
	npx eslint .
	npx prettier --check --log-level warn .

typecheck: install ## TypeScript without output
	npx tsc --noEmit

# The Go module of the offline providers is checked where Go is there; building the sandbox needs it anyway.
go-check:
	@if command -v go >/dev/null 2>&1; then sandbox/bin/go-check; else echo 'go-check: no Go on PATH, skipped'; fi

format: install ## rewrite the sources in the project's format
	npx prettier --write --log-level warn .

e2e: install ## end-to-end tests in a sandbox; takes minutes
	npx jest --config jest.config.e2e.js $(JEST_FLAGS)

leaks: install ## secrets by every way into a sandbox, and a search for them in all that was written
	npx jest --config jest.config.leaks.js $(JEST_FLAGS)

e2e-flux: install ## proof that Flux is fit for production, a line for each case; takes twenty minutes
	@sandbox/bin/sandbox status >/dev/null 2>&1 || sandbox/bin/sandbox up
	@npx jest --config jest.config.e2e-flux.js $(JEST_FLAGS)

clean: sandbox-down ## stop the sandbox and remove what was synthesized or installed in this checkout
	rm -rf cdktf.out coverage node_modules
