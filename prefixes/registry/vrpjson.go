package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// jsonReader reads VRPs from a JSON document, one entry at a time: an array of
// VRPs, or an object with an array named "roas" or "vrps". It reads the metadata
// and skips the other members of the object (router keys, ASPAs).
type jsonReader struct {
	*reading
	in    *ration
	dec   *json.Decoder
	entry json.RawMessage // its memory is used again for the next entry
}

func (r *reading) readJSON(text io.Reader) error {
	in := &ration{in: text, most: r.options.MaxLine}
	j := &jsonReader{reading: r, in: in, dec: json.NewDecoder(in)}
	j.dec.UseNumber()
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
		switch text, _ := name.(string); strings.ToLower(text) {
		case "slurmversion", "validationoutputfilters", "locallyaddedassertions":
			return ErrSLURM
		case "roas", "vrps":
			if value == json.Delim('[') {
				found = true
				err = j.array()
				break
			}
			err = j.skip(value)
		case "metadata":
			err = j.metadata(value)
		default:
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

// metadata reads what a document says about its own age, after the first token
// of its metadata: "buildtime" (rpki-client), "generated" and "generatedTime"
// (Routinator, OctoRPKI), and "valid", the time until which OctoRPKI's document
// may be used. Of several times the earliest counts.
func (j *jsonReader) metadata(value json.Token) error {
	if value != json.Delim('{') {
		return j.skip(value)
	}
	for j.dec.More() {
		name, err := j.token()
		if err != nil {
			return err
		}
		value, err := j.token()
		if err != nil {
			return err
		}
		if seconds, ok := parseTime(fmt.Append(nil, value)); ok && seconds > 0 {
			switch text, _ := name.(string); strings.ToLower(text) {
			case "buildtime", "generated", "generatedtime":
				if built := time.Unix(seconds, 0).UTC(); j.stats.Built.IsZero() || built.Before(j.stats.Built) {
					j.stats.Built = built
				}
			case "valid":
				j.until = seconds
			}
		}
		if err := j.skip(value); err != nil {
			return err
		}
	}
	_, err := j.token()
	return err
}

// array reads the entries of an array, after its opening bracket.
func (j *jsonReader) array() error {
	for j.dec.More() {
		j.in.refill()
		if err := j.dec.Decode(&j.entry); err != nil {
			return j.broken(err)
		}
		j.stats.Objects++
		j.take()
		j.stats.Lines = j.in.lines
	}
	_, err := j.token()
	return err
}

// take keeps or rejects the entry.
func (j *jsonReader) take() {
	shown := func() (int64, []byte) { return j.line(), compact(j.entry) }
	if j.entry[0] != '{' {
		j.reject(NotAVRP, shown)
		return
	}
	var text vrpText
	var source json.RawMessage
	for name, value := range members(j.entry) {
		f := fieldOf(plain(name))
		switch {
		case f == sourceField:
			source = value
		case text[f] == nil:
			text[f] = plain(value)
		case f != otherField && f != lengthField && !bytes.Equal(text[f], plain(value)):
			j.reject(RepeatedKey, shown)
			return
		}
	}
	if len(source) > 0 {
		text.extend(source)
	}
	j.takeVRP(&text, shown)
}

// compact returns JSON without line ends and blanks between its parts.
func compact(text []byte) []byte {
	var b bytes.Buffer
	if json.Compact(&b, text) != nil {
		return text
	}
	return b.Bytes()
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
		if len(t[anchorField]) == 0 {
			t[anchorField] = []byte(roa.TAL)
		}
		expires := []byte(roa.ChainValidity.NotAfter)
		if seconds, ok := parseTime(expires); len(t[expiresField]) == 0 || ok && seconds > latest {
			t[expiresField], latest = expires, seconds
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

// plain returns a JSON string or number without quotation marks, and an empty
// text for null. It returns any other value unchanged; no parser accepts it
// later.
func plain(value json.RawMessage) []byte {
	switch {
	case string(value) == "null":
		return value[:0]
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
