# `make` lists the targets for people: those with a comment after ##.
.DEFAULT_GOAL := list
.PHONY: list help install sandbox sandbox-status sandbox-shell sandbox-down bench test scan validate lint typecheck format e2e leaks e2e-flux e2e-guard e2e-gitops e2e-lifecycle e2e-interrupts unit go-check picture clean

list: ## list these targets
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-16s %s\n", $$1, $$2 }'

help: ## show what this project is and how to use it
	@cat help

install: node_modules/.package-lock.json ## install the npm packages, exactly as locked

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

sandbox: ## start AWS, Kubernetes and Git on this machine and deploy all four stacks; no account, no Docker
	@sandbox/bin/sandbox up

sandbox-status: ## show what runs in the sandbox; exit code 0 only if everything is Ready
	@sandbox/bin/sandbox status

sandbox-shell: ## open a shell in which cdktf, terraform, kubectl, flux and aws talk to the sandbox
	@sandbox/bin/sandbox shell

sandbox-down: ## stop the sandbox and remove everything it wrote in this checkout
	@sandbox/bin/sandbox down

bench: install ## measure time and memory: make sandbox, app start, plans, processes
	@sandbox/bin/sandbox bench

test: lint typecheck go-check unit ## run lint, type check, Go checks and unit tests

scan: install ## check the stacks of dev, prod, and prod with every option on: Checkov, policies
	@ops/bin/scan

validate: ## check what Flux reconciles: YAML, builds, schemas, policies, order, Secrets; no cluster, no network
	@sandbox/bin/sandbox validate $(VALIDATE_FLAGS)

unit: install
	npx jest $(JEST_FLAGS)

lint: install ## run ESLint and Prettier
	npx eslint .
	npx prettier --check --log-level warn .

typecheck: install ## check types
	npx tsc --noEmit

# Checks the Go module of the offline providers if Go is installed; the sandbox needs Go anyway.
go-check:
	@if command -v go >/dev/null 2>&1; then sandbox/bin/go-check; else echo 'go-check: no Go on PATH, skipped'; fi

picture: install ## redraw which folders import which, and which Kustomizations wait for which
	@node run docs/draw-pictures.ts

format: install ## format the sources
	npx prettier --write --log-level warn .

e2e: install ## run the end-to-end tests in a sandbox; takes minutes
	npx jest --config jest.config.e2e.js $(JEST_FLAGS)

leaks: install ## check that no secret leaks: put secrets into a sandbox and search everything written
	npx jest --config jest.config.leaks.js $(JEST_FLAGS)

e2e-flux: install ## test scale, faults, upgrade, adoption and uninstall of Flux; takes half an hour
	@sandbox/bin/sandbox build flux-2.7
	@sandbox/bin/sandbox status >/dev/null 2>&1 || sandbox/bin/sandbox up
	@npx jest --config jest.config.e2e-flux.js $(JEST_FLAGS)

e2e-guard: install ## compare what the guard foretells with what Flux deletes; takes a quarter of an hour
	@sandbox/bin/sandbox status >/dev/null 2>&1 || sandbox/bin/sandbox up
	@npx jest --config jest.config.e2e-guard.js $(JEST_FLAGS)

e2e-gitops: install ## check that make validate finds every fault that it is for
	@sandbox/bin/sandbox validate
	@npx jest --config jest.config.e2e-gitops.js $(JEST_FLAGS)

e2e-lifecycle: install ## test ten rebuilds, new zones, bigger nodes, an upgrade and refused destroys; takes half an hour
	@sandbox/bin/sandbox status >/dev/null 2>&1 || sandbox/bin/sandbox up
	@npx jest --config jest.config.e2e-lifecycle.js $(JEST_FLAGS)

e2e-interrupts: install ## test interrupted deploys and destroys of every stack; takes forty minutes
	@sandbox/bin/sandbox status >/dev/null 2>&1 || sandbox/bin/sandbox up
	@npx jest --config jest.config.e2e-interrupts.js $(JEST_FLAGS)

clean: sandbox-down ## stop the sandbox and remove everything synthesized or installed in this checkout
	rm -rf cdktf.out coverage node_modules
