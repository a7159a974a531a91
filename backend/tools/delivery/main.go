// Command delivery reads the files that bring the product to a machine: the
// Dockerfiles with BuildKit's own parser and checks, the compose file with the
// compose specification, and both with what this repository asks of them. It
// is a module of its own, so that none of this comes into the product.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	root := "../../.."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	findings, err := lint(context.Background(), root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "delivery:", err)
		os.Exit(1)
	}
	for _, f := range findings {
		fmt.Println(f)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
}

// lint returns what is wrong, one line each.
func lint(ctx context.Context, root string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(root, "docker", "*Dockerfile"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no Dockerfile in %s/docker", root)
	}
	var all []string
	for _, file := range files {
		found, err := lintDockerfile(root, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, found...)
	}
	files, err = filepath.Glob(filepath.Join(root, "docker", "compose*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no compose file in %s/docker", root)
	}
	for _, file := range files {
		found, err := lintCompose(ctx, root, file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all = append(all, found...)
	}
	slices.Sort(all)
	return all, nil
}
