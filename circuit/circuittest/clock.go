package circuittest

import "time"

// Clock is the virtual clock of a [Server]. The test moves it; and when an operation
// ends because it was polled often enough, the clock moves on to the time of that end.
type Clock struct{ server *Server }

// Clock returns the server's clock.
func (s *Server) Clock() Clock { return Clock{s} }

// Now returns the time on the clock.
func (c Clock) Now() time.Time {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return c.server.now
}

// Advance moves the clock on and ends every operation whose time has come, in the
// order of their ends. A negative duration moves nothing.
func (c Clock) Advance(d time.Duration) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.advance(c.server.now.Add(max(d, 0)))
}

// advance moves the clock on to the time.
func (s *Server) advance(end time.Time) {
	for {
		next := s.nextDue(end)
		if next == nil {
			break
		}
		if next.due.After(s.now) {
			s.now = next.due
		}
		if !s.finish(next) {
			next.due = end.Add(time.Second) // it waits for somebody: see operation.end
		}
	}
	s.now = end
}
