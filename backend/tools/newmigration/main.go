// Command newmigration writes an empty migration with the next number.
package main

import (
	"fmt"
	"os"

	"github.com/sportello-pa/sportello/backend/tools/internal/scaffold"
)

func main() {
	name := ""
	if len(os.Args) == 2 {
		name = os.Args[1]
	}
	file, err := scaffold.Migration("migrations", name, body)
	if err != nil {
		fmt.Fprintln(os.Stderr, "new-migration:", err)
		os.Exit(1)
	}
	fmt.Println("backend/" + file)
}

const body = "-- +goose Up\n\n-- +goose Down\n"
