// Package outbound is the one door to other servers: time limits, no
// redirects, capped answers, no bodies in logs. Retries are left to the queue.
package outbound

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

// Options are the limits of a Client; zero values mean the defaults.
type Options struct {
	Timeout     time.Duration // of a whole exchange; 10 s
	MaxResponse int64         // bytes; 1 MiB
	// PublicOnly refuses machines of private networks and this one, whatever
	// name leads there: for addresses that come from outside.
	PublicOnly bool
}

// Client talks to one platform.
type Client struct {
	name string
	max  int64
	http *http.Client
}

// Request is one exchange. Body may be nil, []byte, or a value sent as JSON.
type Request struct {
	Method, URL string
	Header      http.Header
	Body        any
}

// Response is what came back.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// StatusError is an answer of 400 or more. Its text never holds the body.
type StatusError struct {
	Platform   string
	Status     int
	RetryAfter time.Duration
	Body       []byte
}

// Error names the platform and the status.
func (e *StatusError) Error() string {
	return e.Platform + " answered " + strconv.Itoa(e.Status)
}

// Status gives the HTTP status of err when it is a StatusError, or 0.
func Status(err error) int {
	var e *StatusError
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// New makes the client of the named platform.
func New(name string, o Options) *Client {
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Second
	}
	if o.MaxResponse == 0 {
		o.MaxResponse = 1 << 20
	}
	dialer, proxy := &net.Dialer{Timeout: 3 * time.Second}, http.ProxyFromEnvironment
	if o.PublicOnly {
		// A proxy would hide where the connection ends.
		dialer.Control, proxy = refusePrivate, nil
	}
	transport := &http.Transport{
		Proxy:                 proxy,
		DialContext:           dialer.DialContext,
		TLSHandshakeTimeout:   3 * time.Second,
		ResponseHeaderTimeout: o.Timeout,
		MaxIdleConnsPerHost:   8,
		IdleConnTimeout:       time.Minute,
	}
	return &Client{name: name, max: o.MaxResponse, http: &http.Client{
		Timeout:       o.Timeout,
		Transport:     otelhttp.NewTransport(transport),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// ErrPrivate refuses a connection into a private network.
var ErrPrivate = errors.New("the address is not on the public internet")

// refusePrivate looks at the address after the name was resolved, so that no
// name can lead astray.
func refusePrivate(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	ip := to.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || shared.Contains(ip) {
		return ErrPrivate
	}
	return nil
}

// shared are the addresses that providers use inside their own networks.
var shared = netip.MustParsePrefix("100.64.0.0/10")

// HTTP gives the client itself to libraries that want one.
func (c *Client) HTTP() *http.Client { return c.http }

// Do sends r and, when out is not nil, decodes the JSON answer into it.
// A status of 400 or more is a *StatusError; the Response is given all the same.
func (c *Client) Do(ctx context.Context, r Request, out any) (*Response, error) {
	req, err := newRequest(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	start := time.Now()
	res, err := c.http.Do(req)
	if err != nil {
		slog.WarnContext(ctx, "platform not reached", "platform", c.name, "method", r.Method, "ms", time.Since(start).Milliseconds())
		return nil, fmt.Errorf("%s: %w", c.name, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, c.max+1))
	if err != nil {
		return nil, fmt.Errorf("%s: read answer: %w", c.name, err)
	}
	slog.InfoContext(ctx, "platform answered", "platform", c.name, "method", r.Method, "status", res.StatusCode, "ms", time.Since(start).Milliseconds())
	if int64(len(body)) > c.max {
		return nil, fmt.Errorf("%s: answer over %d bytes", c.name, c.max)
	}
	return c.decode(&Response{Status: res.StatusCode, Header: res.Header, Body: body}, out)
}

func (c *Client) decode(res *Response, out any) (*Response, error) {
	if res.Status >= http.StatusBadRequest {
		return res, &StatusError{Platform: c.name, Status: res.Status, RetryAfter: retryAfter(res.Header), Body: res.Body}
	}
	if out == nil {
		return res, nil
	}
	if err := json.Unmarshal(res.Body, out); err != nil {
		return res, fmt.Errorf("%s: answer is not the JSON expected: %w", c.name, err)
	}
	return res, nil
}

func newRequest(ctx context.Context, r Request) (*http.Request, error) {
	var reader io.Reader
	contentType := ""
	switch b := r.Body.(type) {
	case nil:
	case []byte:
		reader = bytes.NewReader(b)
	default:
		encoded, err := json.Marshal(b)
		if err != nil {
			return nil, err
		}
		reader, contentType = bytes.NewReader(encoded), "application/json"
	}
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, reader)
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for name, values := range r.Header {
		req.Header[name] = values
	}
	return req, nil
}

func retryAfter(h http.Header) time.Duration {
	seconds, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(seconds) * time.Second
}
