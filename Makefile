# Every target with its purpose: make help
SHELL := /bin/sh
.DEFAULT_GOAL := help

# Packages that go on at the same time; fewer for a small machine.
GO_TEST_FLAGS ?=
UP := .data/bin/up
# Gin's MessagePack codec, which nobody here uses, would be a tenth of the program;
# without nodynamic the encoders of pictures would look for libraries of the system.
export GOFLAGS += -tags=nomsgpack,nodynamic

.PHONY: help run dev setup stop reset seed build test test-backend test-frontend e2e lint lint-delivery fmt generate check \
	contracts conformance pdfa golden bench bench-web new-module new-service new-migration storybook tools

help: ## this list
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

run: tools ## the whole product with demo data, at http://localhost:8080
	@exec $(UP)

dev: tools ## the same, with the site served from its sources
	@exec $(UP) -dev

setup: tools ## install what the product needs: npm packages and PostgreSQL
	@$(UP) -prepare
	@cd backend && go mod download

stop: tools ## end what runs from this folder
	@$(UP) -stop

reset: tools ## end what runs from this folder and delete its data
	@$(UP) -reset

seed: tools ## bring the database up to date and write the demo data
	@$(UP) -seed

build: setup ## programs into .data/bin, the site into frontend/build
	cd backend && go build -o ../.data/bin/ ./cmd/server ./cmd/simulators
	cd frontend && npm run build

test: test-backend test-frontend e2e ## every test: backend, frontend, end to end

test-backend: setup ## tests of the backend, on a PostgreSQL of their own
	cd backend && go test $(GO_TEST_FLAGS) ./...

test-frontend: setup ## tests of the site's components and functions; every story through axe
	cd frontend && npm test && npm run test:stories

storybook: setup ## every component and page with invented data, for designers, at http://localhost:4130
	cd frontend && npm run storybook

e2e: tools ## journeys in a real browser, on a fresh installation
	@$(UP) -e2e -- npm --prefix frontend run e2e

lint: setup ## style and mistakes, backend and site
	@unformatted=$$(cd backend && gofmt -l .); if [ -n "$$unformatted" ]; then echo "run make fmt:"; echo "$$unformatted"; exit 1; fi
	cd backend && go vet ./...
	cd backend && go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...
	cd frontend && npm run lint && npm run check

fmt: setup ## lay out the sources
	cd backend && gofmt -w .
	cd frontend && npm run fmt

generate: setup ## write the API's description and the site's types anew
	cd backend && go run ./tools/openapi
	cd frontend && npm run generate

lint-delivery: ## the workflows, the Dockerfiles and the compose file
	cd backend && go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
	cd backend/tools/delivery && go test . && go run .

check: lint lint-delivery generate ## what a change must pass before its tests
	cd backend && go run ./cmd/server catalogue check
	cd frontend && npm run lint:api
	@git diff --exit-code --stat -- openapi backend/internal/app/openapi.json frontend/src/lib/api/generated \
		|| { echo "generated files were not up to date: commit what make generate wrote"; exit 1; }

contracts: setup ## our API, adapters and simulators against published contracts: make contracts CONTRACTS=<folder>
	@test -n "$(CONTRACTS)" || { echo "say where the published files are: make contracts CONTRACTS=<folder>"; exit 1; }
	cd backend/tools/api-lint && { [ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --ignore-scripts --no-audit --no-fund --loglevel=error; }
	cd backend/tools/api-lint && npx --no-install spectral lint ../../../openapi/openapi.yaml --fail-severity=warn --display-only-failures \
		--ruleset "$(abspath $(CONTRACTS))/oas-rules/spectral.yml"
	cd backend && CONTRACTS="$(abspath $(CONTRACTS))" go test -tags contracts -count=1 ./internal/adapters/...

pdfa: ## the documents issued against PDF/A-2a and PDF/UA-1, with veraPDF (needs Java 17 and Maven)
	@command -v mvn >/dev/null || { echo "Maven is missing: install Java 17 and Maven (Debian: apt-get install maven)"; exit 1; }
	cd backend/tools/pdfa && mvn -q -B compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/.data/pdfa/classpath
	cd backend && VERAPDF_CLASSPATH="$(CURDIR)/.data/pdfa/classes:$$(cat ../.data/pdfa/classpath)" go test -tags nomsgpack,nodynamic,pdfa -count=1 -run PDFA ./internal/modules/documents

golden: setup ## rewrite the golden files; read the diff afterwards
	cd backend && GOLDEN=rewrite go test -count=1 ./...

conformance: setup ## the criteria of measure 1.4.1 and accessibility on every page of the demo and every story, not only on some of each kind
	@cd frontend && WALK=all npm run test:stories
	@WALK=all $(UP) -e2e -- npm --prefix frontend run conformance

bench: setup ## how fast the backend is: writes the table of backend/bench/README.md
	cd backend && go run ./bench

bench-web: tools ## how heavy and how quick the pages are, in a real browser: writes its tables there too
	@$(UP) -e2e -- npm --prefix frontend run bench

new-module: ## a backend module that works, with its table and tests: make new-module name=bookings
	@cd backend && go run ./tools/newmodule $(name)

new-service: ## a digital service as a folder of the catalogue: make new-service name=bulky-waste
	@cd backend && go run ./tools/newservice $(name)

new-migration: ## an empty migration: make new-migration name=add_something
	@cd backend && go run ./tools/newmigration $(name)

tools:
	@command -v go >/dev/null || { echo "go is missing: install version 1.26 or newer (https://go.dev/dl/)"; exit 1; }
	@cd backend && go build -o ../$(UP) ./tools/up
