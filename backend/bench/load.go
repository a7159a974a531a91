package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// load sends requests over keep-alive connections, each as soon as the answer
// to the one before has come. It does little more than count bytes, so that
// what is measured is the server.
type load struct {
	addr     string
	status   int      // of every answer; 0 takes any below 500
	requests [][]byte // each connection goes round them
}

// get is the request for a path of the tenant that answers as localhost.
func get(path string, headers ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n", path)
	for _, h := range headers {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("\r\n")
	return b.Bytes()
}

// run returns the answers per second of conns connections during d.
func (l load) run(conns int, d time.Duration) (float64, error) {
	var (
		done, ready  sync.WaitGroup
		over         atomic.Bool
		answers      atomic.Int64
		first        = make(chan struct{})
		errs         = make(chan error, conns)
		began, ended time.Time
	)
	for i := range conns {
		done.Add(1)
		ready.Add(1)
		go func() {
			defer done.Done()
			c, err := l.dial(i)
			ready.Done()
			if err != nil {
				errs <- err
				return
			}
			defer c.close()
			<-first
			n, err := c.repeat(&over)
			answers.Add(n)
			if err != nil {
				errs <- err
			}
		}()
	}
	ready.Wait()
	began = time.Now()
	close(first)
	time.Sleep(d)
	over.Store(true)
	done.Wait()
	ended = time.Now()
	close(errs)
	return float64(answers.Load()) / ended.Sub(began).Seconds(), <-errs
}

// client is one connection.
type client struct {
	load
	conn net.Conn
	in   *bufio.Reader
	next int
}

// dial connects and sends one request that is not counted.
func (l load) dial(next int) (*client, error) {
	conn, err := net.Dial("tcp", l.addr)
	if err != nil {
		return nil, err
	}
	c := &client{load: l, conn: conn, in: bufio.NewReaderSize(conn, 16<<10), next: next}
	return c, c.once(io.Discard)
}

func (c *client) close() { _ = c.conn.Close() }

func (c *client) repeat(over *atomic.Bool) (n int64, err error) {
	for !over.Load() {
		if err := c.once(nil); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// once sends a request and reads its answer, the body into body if there is one.
func (c *client) once(body io.Writer) error {
	request := c.requests[c.next%len(c.requests)]
	c.next++
	if _, err := c.conn.Write(request); err != nil {
		return err
	}
	status, length, chunked, err := c.head()
	if err != nil {
		return err
	}
	if c.status != 0 && status != c.status || status >= 500 {
		return fmt.Errorf("answer %d to %q", status, request[:bytes.IndexByte(request, '\r')])
	}
	if chunked {
		return c.chunks()
	}
	if body != nil {
		_, err = io.CopyN(body, c.in, length)
		return err
	}
	_, err = c.in.Discard(int(length))
	return err
}

var (
	errAnswer     = errors.New("the answer cannot be read")
	contentLength = []byte("Content-Length: ")
	transferCoded = []byte("Transfer-Encoding: chunked")
)

func (c *client) head() (status int, length int64, chunked bool, err error) {
	line, err := c.in.ReadSlice('\n')
	if err != nil {
		return 0, 0, false, err
	}
	if len(line) < len("HTTP/1.1 200") {
		return 0, 0, false, errAnswer
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, 0, false, errAnswer
	}
	for {
		if line, err = c.in.ReadSlice('\n'); err != nil {
			return 0, 0, false, err
		}
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case len(line) == 0:
			return status, length, chunked, nil
		case bytes.HasPrefix(line, contentLength):
			length, err = strconv.ParseInt(string(line[len(contentLength):]), 10, 64)
			if err != nil {
				return 0, 0, false, errAnswer
			}
		case bytes.Equal(line, transferCoded):
			chunked = true
		}
	}
}

func (c *client) chunks() error {
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return err
		}
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		if err != nil {
			return errAnswer
		}
		if _, err := c.in.Discard(int(size) + len("\r\n")); err != nil {
			return err
		}
		if size == 0 {
			return nil
		}
	}
}
