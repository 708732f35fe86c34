// Reads Compose files as Docker Compose does, one on top of the other, and prints the project as JSON, every profile.
// Variables come from the environment.  Ends with 1 and words for files that Compose would refuse.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
)

func main() {
	json, err := project(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(json))
}

func project(files []string) ([]byte, error) {
	options, err := cli.NewProjectOptions(files, cli.WithOsEnv, cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	read, err := options.LoadProject(context.Background())
	if err != nil {
		return nil, err
	}
	return read.MarshalJSON()
}
