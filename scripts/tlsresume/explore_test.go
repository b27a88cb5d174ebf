package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tlsresume/traces"
)

// Explore prints the address where its page is, and ends with its context.
func TestExploreServesUntilItIsInterrupted(t *testing.T) {
	figure := filepath.Join("..", "..", "traces", "figures", "draft-figure-1.trace")
	for address, args := range map[string][]string{
		"/config/mixed-fleet-naive":     {"mixed-fleet-naive", "--trace", figure},
		"/trace/draft-figure-1?at=0":    {"--trace", figure, "--listen", "localhost:0"},
		"/":                             {"--trace", filepath.Dir(figure)},
		"/config/ticket-lifetime-short": {"ticket-lifetime-short", "--listen", "127.0.0.2:0"},
	} {
		leaveNothing(t)
		ctx, stop := context.WithTimeout(t.Context(), patience)
		defer stop()
		r, w := io.Pipe()
		c := newExploreCommand()
		c.SilenceErrors, c.SilenceUsage = true, true
		c.SetOut(w)
		c.SetArgs(args)
		done := make(chan error, 1)
		go func() { done <- c.ExecuteContext(ctx) }()
		line, err := bufio.NewReader(r).ReadString('\n')
		if url := strings.TrimSpace(line); err != nil || !strings.HasPrefix(url, "http://127.0.0.") || !strings.HasSuffix(url, address) {
			t.Errorf("%v: got %q, %v, want an address that ends in %s", args, line, err, address)
		} else if status := status(t, url); status != http.StatusOK {
			t.Errorf("%v: got %d", args, status)
		}
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%v: got %v, want %v", args, err, context.Canceled)
		}
	}
}

func status(t *testing.T, url string) int {
	t.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	got, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	io.Copy(io.Discard, got.Body)
	return got.StatusCode
}

// What cannot be explored, or where others could look on, is refused.
func TestExploreRefuses(t *testing.T) {
	twice := t.TempDir()
	figure, err := traces.Load(filepath.Join("..", "..", "traces", "figures", "draft-figure-1.trace"))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"a", "b"} {
		if err := traces.Save(filepath.Join(twice, folder, "same.trace"), figure); err != nil {
			t.Fatal(err)
		}
	}
	broken := filepath.Join(t.TempDir(), "broken.trace")
	if err := os.WriteFile(broken, []byte("rule: none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		`got "0.0.0.0:0", want localhost or an address of loopback`:                  {"--listen", "0.0.0.0:0"},
		`got ":0", want localhost or an address of loopback`:                         {"--listen", ":0"},
		`got "192.0.2.1:0", want localhost or an address of loopback`:                {"--listen", "192.0.2.1:0"},
		`got "localhost.example:0", want localhost or an address of loopback`:        {"--listen", "localhost.example:0"},
		"--listen: address 127.0.0.1: missing port":                                  {"--listen", "127.0.0.1"},
		`got the configuration of the fleet's model "nowhere", want one of alerts`:   {"nowhere"},
		`got the configuration of the fleet's model "early-ccs", want one of alerts`: {"early-ccs"},
		"nothing.trace: no such file":                                                {"--trace", "nothing.trace"},
		"broken.trace:2:1":                                                           {"--trace", broken},
		"same.trace: got a second trace that is called same":                         {"--trace", twice},
		"accepts at most 1 arg":                                                      {"alerts", "suites"},
	} {
		ctx, stop := context.WithTimeout(t.Context(), patience)
		got := execute(ctx, newExploreCommand(), args...)
		stop()
		if got.code != codeUsage || !strings.Contains(got.talk, want) {
			t.Errorf("%v: got exit code %d, %s want %d, %s", args, got.code, got.talk, codeUsage, want)
		}
	}
}
