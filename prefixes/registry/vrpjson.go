package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonReader reads VRPs from a JSON document, one entry at a time: an array of
// VRPs, or an object with an array named "roas". It skips the other members of
// the object (metadata, router keys, ASPAs).
type jsonReader struct {
	*reading
	in    *ration
	dec   *json.Decoder
	entry jsonEntry
}

// jsonEntry is a VRP in JSON. The fields are raw, because some producers write
// numbers where others write strings. Their memory is used again for the next
// entry.
type jsonEntry struct {
	ASN       json.RawMessage `json:"asn"`
	Prefix    json.RawMessage `json:"prefix"`
	MaxLength json.RawMessage `json:"maxLength"`
	TA        json.RawMessage `json:"ta"`
	Expires   json.RawMessage `json:"expires"`
	Source    json.RawMessage `json:"source"` // Routinator's jsonext
}

func (r *reading) readJSON(text io.Reader) error {
	in := &ration{in: text, most: r.options.MaxLine}
	j := &jsonReader{reading: r, in: in, dec: json.NewDecoder(in)}
	err := j.read()
	r.stats.Lines = in.lines
	if in.open && err == nil {
		r.stats.Lines++ // the last line has no line end
	}
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func (j *jsonReader) read() error {
	token, err := j.token()
	switch {
	case err != nil:
		return err
	case token == json.Delim('['):
		err = j.array()
	case token == json.Delim('{'):
		err = j.object()
	default:
		err = ErrNoVRPs
	}
	if err != nil {
		return err
	}
	switch _, err := j.token(); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return err
	}
	return ErrTrailing
}

// object reads the rest of an object, after its opening brace.
func (j *jsonReader) object() error {
	found := false
	for j.dec.More() {
		name, err := j.token()
		if err != nil {
			return err
		}
		value, err := j.token()
		if err != nil {
			return err
		}
		if text, _ := name.(string); strings.EqualFold(text, "roas") && value == json.Delim('[') {
			found = true
			err = j.array()
		} else {
			err = j.skip(value)
		}
		if err != nil {
			return err
		}
	}
	if _, err := j.token(); err != nil {
		return err
	}
	if !found {
		return ErrNoVRPs
	}
	return nil
}

// array reads the entries of an array, after its opening bracket.
func (j *jsonReader) array() error {
	for j.dec.More() {
		j.in.refill()
		j.entry.reset()
		err := j.dec.Decode(&j.entry)
		var mismatch *json.UnmarshalTypeError
		switch {
		case errors.As(err, &mismatch):
			j.stats.Objects++
			j.reject(NotAVRP, func() (int64, []byte) { return j.line(), []byte(mismatch.Value) })
		case err != nil:
			return j.broken(err)
		default:
			j.stats.Objects++
			j.take()
		}
		j.stats.Lines = j.in.lines
	}
	_, err := j.token()
	return err
}

// take keeps or rejects the entry.
func (j *jsonReader) take() {
	e := &j.entry
	text := vrpText{
		asn:       plain(e.ASN),
		prefix:    plain(e.Prefix),
		maxLength: plain(e.MaxLength),
		anchor:    plain(e.TA),
		expires:   plain(e.Expires),
	}
	if len(e.Source) > 0 {
		text.extend(e.Source)
	}
	j.takeVRP(text, func() (int64, []byte) { return j.line(), e.text() })
}

// extend adds what Routinator's jsonext says about the ROAs of a VRP: the trust
// anchor of the first ROA, and the latest of their times of expiry, because the
// VRP is valid as long as one ROA is. It ignores a source of another form.
func (t *vrpText) extend(source json.RawMessage) {
	var roas []struct {
		TAL           string `json:"tal"`
		ChainValidity struct {
			NotAfter string `json:"notAfter"`
		} `json:"chainValidity"`
	}
	if json.Unmarshal(source, &roas) != nil {
		return
	}
	var latest int64
	for _, roa := range roas {
		if len(t.anchor) == 0 {
			t.anchor = []byte(roa.TAL)
		}
		expires := []byte(roa.ChainValidity.NotAfter)
		if seconds, ok := parseTime(expires); len(t.expires) == 0 || ok && seconds > latest {
			t.expires, latest = expires, seconds
		}
	}
}

// broken counts the entry at which reading ended.
func (j *jsonReader) broken(err error) error {
	if errors.Is(err, ErrLongValue) {
		j.stats.Objects++
		j.stats.LongLines++
		j.rejectLine(LineTooLong, j.in.lines+1, nil)
	}
	return err
}

// skip skips the rest of a value, after its first token.
func (j *jsonReader) skip(token json.Token) error {
	const deepest = 1000
	for depth := 0; ; {
		switch token {
		case json.Delim('['), json.Delim('{'):
			depth++
		case json.Delim(']'), json.Delim('}'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		if depth > deepest {
			return ErrDeepValue
		}
		var err error
		if token, err = j.token(); err != nil {
			return err
		}
	}
}

func (j *jsonReader) token() (json.Token, error) {
	j.in.refill()
	return j.dec.Token()
}

// line returns the line that the decoder has reached.
func (j *jsonReader) line() int64 {
	ahead, _ := io.ReadAll(j.dec.Buffered())
	return 1 + j.in.lines - int64(bytes.Count(ahead, []byte{'\n'}))
}

func (e *jsonEntry) reset() {
	for _, field := range e.fields() {
		*field.value = (*field.value)[:0]
	}
}

type jsonField struct {
	name  string
	value *json.RawMessage
}

func (e *jsonEntry) fields() [6]jsonField {
	return [...]jsonField{
		{"asn", &e.ASN}, {"prefix", &e.Prefix}, {"maxLength", &e.MaxLength},
		{"ta", &e.TA}, {"expires", &e.Expires}, {"source", &e.Source},
	}
}

// text returns the entry as it was read, without unknown fields.
func (e *jsonEntry) text() []byte {
	var text []byte
	for _, field := range e.fields() {
		if len(*field.value) > 0 {
			text = append(append(append(text, ' '), field.name...), ':')
			text = append(text, *field.value...)
		}
	}
	return append(append([]byte{'{'}, trim(text)...), '}')
}

// plain returns a JSON string or number without quotation marks, and nothing
// for null. It returns any other value unchanged; no parser accepts it later.
func plain(value json.RawMessage) []byte {
	switch {
	case string(value) == "null":
		return nil
	case len(value) < 2 || value[0] != '"':
		return value
	case bytes.IndexByte(value, '\\') < 0:
		return value[1 : len(value)-1]
	}
	var text string
	if json.Unmarshal(value, &text) != nil {
		return value
	}
	return []byte(text)
}

// ration limits how many bytes a json.Decoder reads for one value, because the
// decoder would store a string of any length in memory. It also counts the
// lines.
type ration struct {
	in    io.Reader
	most  int
	left  int
	lines int64
	open  bool // the last line has begun and not ended
}

func (r *ration) refill() { r.left = r.most }

func (r *ration) Read(into []byte) (int, error) {
	if r.left == 0 {
		return 0, ErrLongValue
	}
	n, err := r.in.Read(into[:min(len(into), r.left)])
	r.left -= n
	if n > 0 {
		r.lines += int64(bytes.Count(into[:n], []byte{'\n'}))
		r.open = into[n-1] != '\n'
	}
	return n, err
}
