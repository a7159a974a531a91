// Package catalogue holds the services that the product ships, as folders of
// data. What a folder contains is written in README.md.
package catalogue

import "embed"

// Files are the service folders.
//
//go:embed _blocks/*.yaml */service.yaml */*.json */form.yaml */texts/*.md
var Files embed.FS
