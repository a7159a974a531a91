// Package pagopa speaks to the national payment platform: debt positions v3,
// checkout v2 and receipts, as their published contracts say. It translates
// the payments module's words and decides nothing.
package pagopa

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

var _ payments.Gateway = (*Gateway)(nil)

// The paths of the products under the host of the platform.
const (
	positionsPath = "/gpd/debt-positions-service/v3"
	receiptsPath  = "/gpd/payments-receipts-service/v1"
	checkoutPath  = "/checkout/ec/v2"
)

// busyFor is how long a platform that answers 429 without saying is left alone.
const busyFor = 30 * time.Second

// Config says where the platform is and with which keys it is called.
type Config struct {
	Mode         string // payments.ModeReal or payments.ModeSimulator
	BaseURL      string // host of the platform, without the path of a product
	CheckoutURL  string // base of checkout; empty is the one under BaseURL
	Key          string // subscription key of the products without their own
	ReceiptsKey  string
	CheckoutKey  string
	Clock        clock.Clock   // nil is the machine's
	Timeout      time.Duration // of a call; 10 s
	PerTenSecond int           // calls allowed; 90, below the platform's 100
}

// Gateway is the client of the platform.
type Gateway struct {
	config  Config
	client  *outbound.Client
	limiter *rate.Limiter
	breaker *breaker
}

// New returns the client, or what is wrong with its configuration.
func New(c Config) (*Gateway, error) {
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	if c.CheckoutURL == "" {
		c.CheckoutURL = c.BaseURL + checkoutPath
	}
	c.CheckoutURL = strings.TrimRight(c.CheckoutURL, "/")
	if c.Clock == nil {
		c.Clock = clock.System
	}
	if c.PerTenSecond == 0 {
		c.PerTenSecond = 90
	}
	if err := c.validate(); err != nil {
		return nil, err
	}
	return &Gateway{
		config:  c,
		client:  outbound.New("pagopa", outbound.Options{Timeout: c.Timeout}),
		limiter: rate.NewLimiter(rate.Limit(float64(c.PerTenSecond)/10), c.PerTenSecond),
		breaker: &breaker{clock: c.Clock},
	}, nil
}

func (c Config) validate() error {
	var problems []error
	if c.Mode != payments.ModeReal && c.Mode != payments.ModeSimulator {
		problems = append(problems, fmt.Errorf("pagopa: mode %q is neither real nor simulator", c.Mode))
	}
	if c.Key == "" {
		problems = append(problems, errors.New("pagopa: a subscription key is needed"))
	}
	for _, address := range []string{c.BaseURL, c.CheckoutURL} {
		u, err := url.Parse(address)
		switch {
		case err != nil || u.Host == "":
			problems = append(problems, fmt.Errorf("pagopa: %q is not an address", address))
		case c.Mode == payments.ModeReal && u.Scheme != "https":
			problems = append(problems, fmt.Errorf("pagopa: %q must be https", address))
		}
	}
	return errors.Join(problems...)
}

// Mode tells whether real money moves.
func (g *Gateway) Mode() string { return g.config.Mode }

// OpenPosition creates and publishes a position under its IUPD.
func (g *Gateway) OpenPosition(ctx context.Context, p payments.Position) error {
	_, err := g.positions(ctx, http.MethodPost, p.Creditor.TaxCode, "?toPublish=true", newPosition(p), nil)
	switch outbound.Status(err) {
	case http.StatusConflict:
		return fmt.Errorf("%w: %w", payments.ErrPositionExists, err)
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		return fmt.Errorf("%w: %w", payments.ErrPositionRefused, err)
	}
	return err
}

// ReadPosition returns the state of a position.
func (g *Gateway) ReadPosition(ctx context.Context, creditor, id string) (payments.PositionState, error) {
	var out positionAnswer
	_, err := g.positions(ctx, http.MethodGet, creditor, "/"+url.PathEscape(id), nil, &out)
	if outbound.Status(err) == http.StatusNotFound {
		return payments.PositionState{}, fmt.Errorf("%w: %w", payments.ErrPositionUnknown, err)
	}
	if err != nil {
		return payments.PositionState{}, err
	}
	return out.state(), nil
}

// WithdrawPosition deletes a position that nobody has paid.
func (g *Gateway) WithdrawPosition(ctx context.Context, creditor, id string) error {
	_, err := g.positions(ctx, http.MethodDelete, creditor, "/"+url.PathEscape(id), nil, nil)
	switch outbound.Status(err) {
	case http.StatusNotFound:
		return fmt.Errorf("%w: %w", payments.ErrPositionUnknown, err)
	case http.StatusConflict:
		return fmt.Errorf("%w: %w", payments.ErrNotPayable, err)
	}
	return err
}

// pageSize is the largest page of positions.
const pageSize = 50

// PaidPositions lists the positions paid between two days in Italy.
func (g *Gateway) PaidPositions(ctx context.Context, creditor string, from, to time.Time) ([]payments.PositionState, error) {
	var all []payments.PositionState
	for page := 0; ; page++ {
		query := url.Values{
			"limit": {strconv.Itoa(pageSize)}, "page": {strconv.Itoa(page)}, "status": {"PAID"},
			"payment_date_from": {from.In(clock.Rome).Format(time.DateOnly)}, "payment_date_to": {to.In(clock.Rome).Format(time.DateOnly)},
			"orderby": {"INSERTED_DATE"}, "ordering": {"ASC"},
		}
		var out positionPage
		if _, err := g.positions(ctx, http.MethodGet, creditor, "?"+query.Encode(), nil, &out); err != nil {
			return nil, err
		}
		for _, p := range out.Items {
			all = append(all, p.state())
		}
		if len(out.Items) == 0 || page+1 >= out.Info.TotalPages {
			return all, nil
		}
	}
}

// StartCheckout creates a cart with one notice; the answer is the address of
// the payment page, which is for the browser and is not followed here.
func (g *Gateway) StartCheckout(ctx context.Context, c payments.Cart) (string, error) {
	res, err := g.call(ctx, outbound.Request{
		Method: http.MethodPost, URL: g.config.CheckoutURL + "/carts",
		Header: g.header(g.config.CheckoutKey), Body: newCart(c),
	}, nil)
	switch outbound.Status(err) {
	case http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity:
		return "", fmt.Errorf("%w: %w", payments.ErrNotPayable, err)
	}
	if err != nil {
		return "", err
	}
	page := res.Header.Get("Location")
	u, err := url.Parse(page)
	if res.Status != http.StatusFound || err != nil || u.Host == "" || g.config.Mode == payments.ModeReal && u.Scheme != "https" {
		return "", fmt.Errorf("pagopa: checkout answered %d without the address of its page", res.Status)
	}
	return page, nil
}

// ReadReceipt returns the receipt of a notice, which may come minutes after
// the payment.
func (g *Gateway) ReadReceipt(ctx context.Context, creditor, iuv string) (payments.Collection, error) {
	res, err := g.call(ctx, outbound.Request{
		Method: http.MethodGet,
		URL:    g.config.BaseURL + receiptsPath + "/payments/" + url.PathEscape(creditor) + "/receipts/" + url.PathEscape(iuv),
		Header: g.header(g.config.ReceiptsKey),
	}, nil)
	switch outbound.Status(err) {
	case http.StatusNotFound, http.StatusUnprocessableEntity:
		return payments.Collection{}, fmt.Errorf("%w: %w", payments.ErrReceiptNotReady, err)
	}
	if err != nil {
		return payments.Collection{}, err
	}
	m, err := readMessage(res.Body)
	if err != nil {
		return payments.Collection{}, fmt.Errorf("pagopa: receipt of %s: %w", iuv, err)
	}
	c, err := m.Receipt.collection()
	c.Document = res.Body
	return c, err
}

func (g *Gateway) positions(ctx context.Context, method, creditor, rest string, body, out any) (*outbound.Response, error) {
	return g.call(ctx, outbound.Request{
		Method: method,
		URL:    g.config.BaseURL + positionsPath + "/organizations/" + url.PathEscape(creditor) + "/debtpositions" + rest,
		Header: g.header(""), Body: body,
	}, out)
}

func (g *Gateway) header(key string) http.Header {
	if key == "" {
		key = g.config.Key
	}
	h := http.Header{}
	h.Set("Ocp-Apim-Subscription-Key", key)
	h.Set("X-Request-Id", ids.New())
	return h
}

// call makes one exchange, within the limit agreed with the platform and not
// while it is known to be down.
func (g *Gateway) call(ctx context.Context, r outbound.Request, out any) (*outbound.Response, error) {
	if wait := g.breaker.wait(); wait > 0 {
		return nil, &payments.BusyError{After: wait, Err: errDown}
	}
	if err := g.limiter.Wait(ctx); err != nil {
		return nil, &payments.BusyError{After: busyFor, Err: err}
	}
	res, err := g.client.Do(ctx, r, out)
	g.breaker.note(err)
	return res, translate(res, err)
}

var errDown = errors.New("pagopa: the platform did not answer several times in a row")

// translate gives the answers that mean the same everywhere their meaning.
func translate(res *outbound.Response, err error) error {
	var status *outbound.StatusError
	if !errors.As(err, &status) {
		return err
	}
	switch {
	case status.Status == http.StatusUnauthorized || status.Status == http.StatusForbidden:
		return fmt.Errorf("%w: %w", payments.ErrKeyRefused, err)
	case status.Status == http.StatusTooManyRequests:
		return &payments.BusyError{After: retryAfter(res, status, busyFor), Err: err}
	case status.Status == http.StatusServiceUnavailable && status.RetryAfter > 0:
		return &payments.BusyError{After: status.RetryAfter, Err: err}
	}
	return err
}

// retryAfter reads how long to wait from wherever the platform wrote it.
func retryAfter(res *outbound.Response, e *outbound.StatusError, otherwise time.Duration) time.Duration {
	if e.RetryAfter > 0 {
		return e.RetryAfter
	}
	if seconds, err := strconv.Atoi(res.Header.Get("X-Rate-Limit-Retry-After")); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	return otherwise
}
