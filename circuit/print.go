package circuit

import "fmt"

// String returns the circuit's name, its states and its phase:
// "contoso: Provisioned/Enabled, Resting".
func (c Circuit) String() string {
	name := c.known().Have.Name
	if name == "" {
		name = "circuit"
	}
	return fmt.Sprintf("%s: %s, %s", name, c.state, c.Phase())
}

// Format writes the text of String for every formatting verb.
func (c Circuit) Format(f fmt.State, _ rune) { f.Write([]byte(c.String())) }
