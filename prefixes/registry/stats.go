package registry

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// Stats are the statistics of one input: what was read, kept and rejected.
// Objects is the sum of Routes, VRPs, Records, Ignored and Rejected.
type Stats struct {
	Name      string          `json:"name"`   // the name of the input, as given
	Format    Format          `json:"format"` // the format that was recognized
	Gzip      bool            `json:"gzip,omitempty"`
	Bytes     int64           `json:"bytes"`               // the size of the input, compressed if it was compressed
	Lines     int64           `json:"lines"`               // the number of lines of its text
	LongLines int64           `json:"longLines,omitempty"` // lines of more than Options.MaxLine bytes, whose rest was skipped
	Objects   int64           `json:"objects"`             // RPSL objects of all classes, or VRPs
	Routes    int64           `json:"routes,omitempty"`    // valid route and route6 objects
	VRPs      int64           `json:"vrps,omitempty"`      // valid VRPs
	Records   int64           `json:"records,omitempty"`   // valid records of who holds addresses or AS numbers (inetnum, inet6num, aut-num), if [Interest.ASNs] asks for them
	Kept      int64           `json:"kept"`                // those of Routes, VRPs or Records that are of interest
	Ignored   int64           `json:"ignored,omitempty"`   // objects of other classes
	Rejected  int64           `json:"rejected"`            // invalid objects
	Faults    map[Fault]int64 `json:"faults,omitempty"`    // how many objects were rejected, by fault
	Rejects   []Reject        `json:"rejects,omitempty"`   // the first rejected objects, at most Options.MaxRejects
	Built     time.Time       `json:"built,omitzero"`      // when the VRPs were validated, by the input's own metadata; zero if it does not say
	Truncated bool            `json:"truncated,omitempty"` // the input was not read to its end
}

// Reject is one object that was rejected.
type Reject struct {
	Line  int64  `json:"line"`  // in the text of the input, from 1; for a JSON value, the line on which it ends
	Text  string `json:"text"`  // the rejected text, at most 120 bytes of it, with escapes for what cannot be printed
	Fault Fault  `json:"fault"` // for programs to match
	Why   string `json:"why"`   // the fault in words
}

// String returns the line, the text and what is wrong with it.
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

// Progress reports how much of an input was read.
type Progress struct {
	Name     string // the name of the input, as given
	Bytes    int64  // read so far, compressed if the input is: compare it with the size of the file
	Lines    int64
	Objects  int64
	Kept     int64
	Rejected int64
	Done     bool // reading has ended, with or without an error
}
