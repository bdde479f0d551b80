package circuittest

import "time"

// Clock is the virtual clock of a [Server]. Only the test moves it.
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
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	end := s.now.Add(max(d, 0))
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
