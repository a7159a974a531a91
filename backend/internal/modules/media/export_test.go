package media

import "context"

// SweepForTest runs the periodic job.
func (s *Service) SweepForTest(ctx context.Context) error { return s.sweep(ctx, sweep{}) }
