// Package smtp hands the notifications' e-mails to a mail server. A real
// server is spoken to over TLS only; plain text is for the simulator.
package smtp

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

// Options say which server takes the mail.
type Options struct {
	Mode     string // "real", "simulator" or "off"
	Addr     string // host:port; port 465 means TLS from the start, any other STARTTLS
	From     string // address of the sender, of a domain whose DNS allows the server
	User     string // empty for a server that asks for no login
	Password string
}

// Mailer sends one message at a time over a connection of its own.
type Mailer struct {
	options Options
	host    string
	port    int
}

var _ notifications.Mailer = (*Mailer)(nil)

const (
	portTLS = 465
	timeout = 30 * time.Second
)

// New checks the options; it does not connect.
func New(o Options) (*Mailer, error) {
	m := &Mailer{options: o}
	switch o.Mode {
	case "off":
		return m, nil
	case "real", "simulator":
	default:
		return nil, fmt.Errorf("smtp: mode %q is not real, simulator or off", o.Mode)
	}
	host, port, err := net.SplitHostPort(o.Addr)
	if err != nil {
		return nil, fmt.Errorf("smtp: address: %w", err)
	}
	if m.port, err = strconv.Atoi(port); err != nil {
		return nil, fmt.Errorf("smtp: port: %w", err)
	}
	m.host = host
	if err := mail.NewMsg().From(o.From); err != nil {
		return nil, fmt.Errorf("smtp: sender: %w", err)
	}
	return m, nil
}

// Mode says whether messages really leave.
func (m *Mailer) Mode() string { return m.options.Mode }

// Send delivers one message. Errors never hold the address of the person.
func (m *Mailer) Send(ctx context.Context, message notifications.Message) error {
	if m.options.Mode == "off" {
		return errors.New("smtp: switched off")
	}
	msg, err := m.build(message)
	if err != nil {
		return err
	}
	client, err := m.client()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // a failed farewell after a taken message is no failure
		return nil
	}
	return translate(err)
}

func (m *Mailer) client() (*mail.Client, error) {
	opts := []mail.Option{mail.WithPort(m.port), mail.WithTimeout(timeout)}
	switch {
	case m.options.Mode == "simulator":
		opts = append(opts, mail.WithTLSPolicy(mail.NoTLS))
	case m.port == portTLS:
		opts = append(opts, mail.WithSSL())
	default:
		opts = append(opts, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if m.options.User != "" && m.options.Mode == "real" {
		opts = append(opts, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover),
			mail.WithUsername(m.options.User), mail.WithPassword(m.options.Password))
	}
	client, err := mail.NewClient(m.host, opts...)
	if err != nil {
		return nil, fmt.Errorf("smtp: %w", err)
	}
	return client, nil
}

func (m *Mailer) build(in notifications.Message) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.FromFormat(in.FromName, m.options.From); err != nil {
		return nil, errors.New("smtp: the sender cannot be written")
	}
	if err := msg.To(in.To); err != nil {
		return nil, fmt.Errorf("%w: the address is not well formed", notifications.ErrRefused)
	}
	msg.Subject(in.Subject)
	msg.SetMessageIDWithValue(in.ID)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("Content-Language", in.Language)
	msg.SetBodyString(mail.TypeTextPlain, in.Text)
	msg.AddAlternativeString(mail.TypeTextHTML, in.HTML)
	return msg, nil
}

// translate keeps what helps an administrator, without the address, and tells
// a refusal for good from one that a later attempt may overcome. A refused
// sender or login is a matter of configuration: it is tried again.
func translate(err error) error {
	var sent *mail.SendError
	if !errors.As(err, &sent) {
		var network *net.OpError
		if errors.As(err, &network) {
			return fmt.Errorf("smtp: %s: %w", network.Op, network.Err)
		}
		return errors.New("smtp: no conversation with the server")
	}
	code := sent.ErrorCode()
	aboutMessage := sent.Reason == mail.ErrSMTPRcptTo || sent.Reason == mail.ErrSMTPData || sent.Reason == mail.ErrSMTPDataClose
	if aboutMessage && code >= 500 && code < 600 {
		return fmt.Errorf("%w: answer %d", notifications.ErrRefused, code)
	}
	return fmt.Errorf("smtp: answer %d (%s)", code, sent.Reason)
}
