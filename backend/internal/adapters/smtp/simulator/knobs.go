package simulator

// Behaviour is how the server treats the mail it gets.
type Behaviour string

// What the server can be told to do.
const (
	Accept     Behaviour = "accept"
	Refuse     Behaviour = "refuse"      // 550 to every recipient
	Temporary  Behaviour = "temporary"   // 451 to every recipient
	Down       Behaviour = "down"        // hangs up at once
	LoseAnswer Behaviour = "lose_answer" // takes the message and hangs up
)

// Knobs tell the server to misbehave. Times is for how many messages; zero
// means until it is told otherwise. While the server is down nothing arrives
// that could be counted.
type Knobs struct {
	Behaviour Behaviour `json:"behaviour"`
	LatencyMS int       `json:"latency_ms"`
	Times     int       `json:"times"`
}

func (k Knobs) valid() bool {
	switch k.Behaviour {
	case Accept, Refuse, Temporary, Down, LoseAnswer:
		return k.LatencyMS >= 0 && k.LatencyMS <= 60_000 && k.Times >= 0
	}
	return false
}

// Set changes how the server behaves; false when k makes no sense.
func (m *Mailbox) Set(k Knobs) bool {
	if !k.valid() {
		return false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.knobs = k
	return true
}

func (m *Mailbox) current() Knobs {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.knobs
}

// spend counts one misbehaviour and goes back to normal after the last.
func (m *Mailbox) spend() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.knobs.Times == 0 {
		return
	}
	if m.knobs.Times--; m.knobs.Times == 0 {
		m.knobs.Behaviour = Accept
	}
}
