// Package telemetry counts and traces: Prometheus metrics of every request,
// OpenTelemetry traces when an endpoint is configured.
package telemetry

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.26.0"
	"go.opentelemetry.io/otel/trace"
)

// Metrics is the registry of the process.
type Metrics struct {
	Registry *prometheus.Registry
	requests *prometheus.HistogramVec
	jobs     *prometheus.HistogramVec
}

// NewMetrics makes a registry with the process's own figures in it.
func NewMetrics() *Metrics {
	m := &Metrics{
		Registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "http_request_duration_seconds", Help: "How long requests took, by route and status.",
			Buckets: []float64{.001, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"method", "route", "status"}),
	}
	m.jobs = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "job_duration_seconds", Help: "How long attempts of jobs took, by kind and outcome.",
		Buckets: []float64{.005, .025, .1, .5, 2.5, 10, 60},
	}, []string{"kind", "outcome"})
	m.Registry.MustRegister(m.requests, m.jobs, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Middleware measures each request under its route's pattern, never its
// address, and opens a span when tracing is on.
func (m *Metrics) Middleware(tracing bool) gin.HandlerFunc {
	tracer := otel.Tracer("sportello/http")
	return func(c *gin.Context) {
		start := time.Now()
		var span trace.Span
		if tracing {
			ctx := otel.GetTextMapPropagator().Extract(c.Request.Context(), propagation.HeaderCarrier(c.Request.Header))
			ctx, span = tracer.Start(ctx, c.Request.Method+" "+c.FullPath(), trace.WithSpanKind(trace.SpanKindServer))
			c.Request = c.Request.WithContext(ctx)
			defer span.End()
		}
		c.Next()
		status := c.Writer.Status()
		m.Request(c.Request.Method, c.FullPath(), status, time.Since(start))
		if span != nil {
			span.SetAttributes(semconv.HTTPResponseStatusCode(status))
		}
	}
}

// Request measures an answered request under its route's pattern.
func (m *Metrics) Request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

// Job measures an attempt of a job.
func (m *Metrics) Job(kind, outcome string, took time.Duration) {
	m.jobs.WithLabelValues(kind, outcome).Observe(took.Seconds())
}

// Tracing sends spans to the OTLP endpoint of the environment variables; stop
// flushes them.
func Tracing(ctx context.Context) (stop func(context.Context) error, err error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("tracing: %w", err)
	}
	provider := sdktrace.NewTracerProvider(
		sdktrace.WithBatcher(exporter),
		sdktrace.WithResource(resource.NewSchemaless(semconv.ServiceName("sportello"))),
	)
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	return provider.Shutdown, nil
}
