package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"tlsresume/impl/handshake"
	"tlsresume/impl/wire"
)

// A peerAlert is a fatal alert of the peer.
type peerAlert struct{ alert wire.Alert }

func (e peerAlert) Error() string { return "the peer sent a fatal " + e.alert.String() }

// A class names a failure that no alert names (bogo-shim.md, 6).
type class string

const (
	uncleanShutdown      class = "unclean_shutdown"
	applicationDataAtEnd class = "application_data_on_shutdown"
	notTLS               class = "not_tls"
	noSupportedVersions  class = "no_supported_versions"
	tlsUniqueUnavailable class = "tls_unique_unavailable"
	exporterUnavailable  class = "exporter_unavailable"
)

func (c class) Error() string { return strings.ReplaceAll(string(c), "_", " ") }

// An expectation that was not met: no fault of the stack's, as far as it knows.
type unmet struct{ what string }

func (e unmet) Error() string { return e.what }

// expected makes an error of a value that is another than it should be.
func expected(what string, got, want any) error {
	return unmet{fmt.Sprintf("%s: got %v, want %v", what, got, want)}
}

// report writes why the shim fails: one line for each fact that the runner looks
// for, taken from the stack's own error, and then the error for people.
func report(w io.Writer, err error) {
	var abort *handshake.Abort
	var alert peerAlert
	var c class
	if errors.As(err, &abort) {
		fmt.Fprintf(w, "local_alert=%s\n", abort.Alert())
	}
	if errors.As(err, &alert) {
		fmt.Fprintf(w, "peer_alert=%s\n", alertName(alert.alert))
	}
	if errors.As(err, &c) {
		fmt.Fprintf(w, "error=%s\n", string(c))
	}
	fmt.Fprintln(w, err)
}

// alertName is the name that the RFCs have, or the number.
func alertName(a wire.Alert) string {
	if name := a.String(); !strings.HasPrefix(name, "alert(") {
		return name
	}
	return fmt.Sprint(uint8(a))
}
