package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// answer reads a request and answers it by a page, in one piece. A peer that
// asks nothing and leaves is served as well.
func answer(conn io.ReadWriter, c connection) error {
	request, err := readRequest(conn)
	if err == io.EOF && len(bytes.TrimSpace(request)) == 0 {
		return nil
	}
	if err != nil && err != errRequestTooLong {
		return fmt.Errorf("awaiting a request: %w", err)
	}
	_, err = io.WriteString(conn, response(request, c))
	return err
}

// maxRequest bounds a request, in bytes.
const maxRequest = 8 << 10

var errRequestTooLong = errors.New("the request is too long")

// readRequest reads up to the blank line that ends the head of a request. Lines
// end in CRLF or in LF (RFC 9112 2.2), in whatever pieces they come.
func readRequest(r io.Reader) ([]byte, error) {
	request := make([]byte, 0, maxRequest)
	for !complete(request) {
		if len(request) == maxRequest {
			return request, errRequestTooLong
		}
		n, err := r.Read(request[len(request):maxRequest])
		request = request[:len(request)+n]
		if err != nil {
			return request, err
		}
	}
	return request, nil
}

// complete reports whether there is a blank line behind the request line. Blank
// lines before it count for nothing (RFC 9112 2.2).
func complete(request []byte) bool {
	request = bytes.TrimLeft(request, "\r\n")
	return bytes.Contains(request, []byte("\n\n")) || bytes.Contains(request, []byte("\n\r\n"))
}

func response(request []byte, c connection) string {
	status, body := "200 OK", c.page()
	switch method, ok := requestLine(request); {
	case !ok:
		status, body = "400 Bad Request", "want: GET / HTTP/1.0\n"
	case method != "GET":
		status, body = "405 Method Not Allowed\r\nAllow: GET", "want: GET / HTTP/1.0\n"
	}
	return fmt.Sprintf("HTTP/1.0 %s\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s",
		status, len(body), body)
}

// requestLine is the method, if the first line looks like one of HTTP.
func requestLine(request []byte) (method string, ok bool) {
	line, _, _ := strings.Cut(strings.TrimLeft(string(request), "\r\n"), "\n")
	words := strings.Fields(line)
	if len(words) != 3 || !strings.HasPrefix(words[2], "HTTP/") {
		return "", false
	}
	return words[0], complete(request)
}
