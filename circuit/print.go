package circuit

import "fmt"

// String is the circuit's name, its states and whose turn it is:
// "contoso: Provisioned/Enabled, Resting".
func (c Circuit) String() string {
	name := c.known().Have.Name
	if name == "" {
		name = "circuit"
	}
	return fmt.Sprintf("%s: %s, %s", name, c.state, c.Phase())
}

// Format writes what String returns, whatever the verb.
func (c Circuit) Format(f fmt.State, _ rune) { f.Write([]byte(c.String())) }
