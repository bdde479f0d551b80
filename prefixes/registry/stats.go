package registry

import (
	"maps"
	"slices"
	"strconv"
)

// Stats is the account of one input: what was read, what was kept, and what was
// lost. Objects is the sum of Routes, VRPs, Ignored and Rejected.
type Stats struct {
	Name      string          `json:"name"`   // of the input, as given
	Format    Format          `json:"format"` // as recognised
	Gzip      bool            `json:"gzip,omitempty"`
	Bytes     int64           `json:"bytes"`               // of the input, compressed if it was
	Lines     int64           `json:"lines"`               // of its text
	LongLines int64           `json:"longLines,omitempty"` // lines of more than Options.MaxLine bytes, of which the rest was not read
	Objects   int64           `json:"objects"`             // RPSL objects of all classes, or VRPs
	Routes    int64           `json:"routes,omitempty"`    // sound route and route6 objects
	VRPs      int64           `json:"vrps,omitempty"`      // sound VRPs
	Kept      int64           `json:"kept"`                // of Routes or VRPs, those of interest
	Ignored   int64           `json:"ignored,omitempty"`   // objects of other classes
	Rejected  int64           `json:"rejected"`            // unsound objects
	Faults    map[Fault]int64 `json:"faults,omitempty"`    // why, each rejected object once
	Rejects   []Reject        `json:"rejects,omitempty"`   // the first of them, at most Options.MaxRejects
	Truncated bool            `json:"truncated,omitempty"` // the input was not read to its end
}

// Reject is one object that was not taken.
type Reject struct {
	Line  int64  `json:"line"`  // from 1, in the text of the input; of a JSON value, the line on which it ends
	Text  string `json:"text"`  // what stands there, at most 120 bytes of it, with escapes for what does not print
	Fault Fault  `json:"fault"` // to be matched by programs
	Why   string `json:"why"`   // the fault in words
}

// String is the line, the text and what is wrong with it.
func (r Reject) String() string {
	return "line " + strconv.FormatInt(r.Line, 10) + ": " + r.Text + ": " + r.Why
}

// clone returns a copy that shares nothing with s.
func (s Stats) clone() Stats {
	s.Faults = maps.Clone(s.Faults)
	s.Rejects = slices.Clone(s.Rejects)
	return s
}

func cloneStats(inputs []Stats) []Stats {
	clones := make([]Stats, len(inputs))
	for i, input := range inputs {
		clones[i] = input.clone()
	}
	return clones
}

// Progress says how far a reading has come.
type Progress struct {
	Name     string // of the input, as given
	Bytes    int64  // of the input, compressed if it is: to compare with the size of the file
	Lines    int64
	Objects  int64
	Kept     int64
	Rejected int64
	Done     bool // the input is at its end, or was given up
}
