package wordpress

import (
	"errors"
	"strconv"
	"strings"
)

var errSerialised = errors.New("il valore serializzato è rotto")

// most keeps a hostile value from nesting without end.
const most = 32

// unpack gives a field of a post its structure: PHP keeps lists and maps as
// text. Lists become []any, maps map[string]any, what is plain stays as it is.
// Objects are not read: no field of the theme holds any.
func unpack(s string) (any, error) {
	if len(s) < 4 || s[1] != ':' || !strings.ContainsRune("abdis", rune(s[0])) || !strings.ContainsRune(";}", rune(s[len(s)-1])) {
		return s, nil
	}
	p := &serialised{rest: s}
	v, err := p.value(0)
	if err != nil || p.rest != "" {
		return s, errSerialised
	}
	return v, nil
}

type serialised struct{ rest string }

// until takes the text before the next end.
func (p *serialised) until(end string) (string, error) {
	before, after, ok := strings.Cut(p.rest, end)
	if !ok {
		return "", errSerialised
	}
	p.rest = after
	return before, nil
}

func (p *serialised) value(depth int) (any, error) {
	if depth > most || len(p.rest) < 2 {
		return nil, errSerialised
	}
	kind := p.rest[0]
	if strings.HasPrefix(p.rest, "N;") {
		p.rest = p.rest[2:]
		return nil, nil
	}
	p.rest = p.rest[2:]
	switch kind {
	case 'i', 'd':
		return p.until(";")
	case 'b':
		n, err := p.until(";")
		return n == "1", err
	case 's':
		return p.text()
	case 'a':
		return p.array(depth)
	default:
		return nil, errSerialised
	}
}

// text reads a text whose length counts bytes.
func (p *serialised) text() (any, error) {
	head, err := p.until(":\"")
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(head)
	if err != nil || n < 0 || n+2 > len(p.rest) || p.rest[n:n+2] != `";` {
		return nil, errSerialised
	}
	s := p.rest[:n]
	p.rest = p.rest[n+2:]
	return s, nil
}

// array is a list when its keys count from zero.
func (p *serialised) array(depth int) (any, error) {
	head, err := p.until(":{")
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(head)
	if err != nil || n < 0 || n > len(p.rest) {
		return nil, errSerialised
	}
	list, byKey := make([]any, 0, n), make(map[string]any, n)
	for i := range n {
		key, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		name, ok := key.(string)
		if !ok {
			return nil, errSerialised
		}
		v, err := p.value(depth + 1)
		if err != nil {
			return nil, err
		}
		byKey[name] = v
		if name == strconv.Itoa(i) {
			list = append(list, v)
		}
	}
	if !strings.HasPrefix(p.rest, "}") {
		return nil, errSerialised
	}
	p.rest = p.rest[1:]
	if len(list) == n {
		return list, nil
	}
	return byKey, nil
}
