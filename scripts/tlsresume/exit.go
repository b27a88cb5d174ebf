package main

import (
	"errors"
	"fmt"
	"io"
)

// An exitError is an error with the exit code that it means (DESIGN section 7)
// and, where there is one, with what the user can do.
type exitError struct {
	code int
	err  error
	hint string
}

func (e exitError) Error() string { return e.err.Error() }
func (e exitError) Unwrap() error { return e.err }

// The exit codes that stand for an error.
const (
	codeFinding      = 1
	codeUsage        = 2
	codeInconclusive = 3
)

func finding(err error) error      { return exitError{code: codeFinding, err: err} }
func usage(err error) error        { return exitError{code: codeUsage, err: err} }
func inconclusive(err error) error { return exitError{code: codeInconclusive, err: err} }

// exitCode is what the process ends with. An error that says nothing about it
// is cobra's, about the command line.
func exitCode(err error) int {
	var e exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.code
	}
	return codeUsage
}

// report tells the user what went wrong.
func report(stderr io.Writer, err error) {
	if err == nil {
		return
	}
	fmt.Fprintf(stderr, "tlsresume: error: %v\n", err)
	var e exitError
	if errors.As(err, &e) && e.hint != "" {
		fmt.Fprintf(stderr, "tlsresume: hint: %s\n", e.hint)
	}
}
