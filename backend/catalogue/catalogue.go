// Package catalogue holds the services that the product ships, as folders of
// data. What a folder contains is written in README.md.
package catalogue

import "embed"

// Files are the service folders.
//
//go:embed */service.yaml */*.json */texts/*.md
var Files embed.FS
