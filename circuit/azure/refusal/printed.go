package refusal

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// form is one way in which tools print the code of an error, and its message.
type form struct {
	code   *regexp.Regexp // the code is its group
	before *regexp.Regexp // what stands before the message; nil if the code does
	end    *regexp.Regexp // what ends the message; nil if there is none after the code
	above  bool           // where no message follows, the text above the code is it
}

var (
	quotedMessage = regexp.MustCompile(`(?i)["']?\bmessage["']?\s*[:=]\s*["']`)
	quoteEnd      = regexp.MustCompile(`["'](?:\s*(?:[,}\])]|$)|\s+(?:Details|Target|InnerError|Code|AdditionalInfo)=|[ \t]*\n)`)
	fieldMessage  = regexp.MustCompile(`(?im)^[ \t-]*(?:error ?)?message[ \t]*:[ \t]*`)
	fieldEnd      = regexp.MustCompile(`\n[ \t]*(?:\n|-{4,}|[\w ]{1,30}:)`)
	paragraphEnd  = regexp.MustCompile(`\n[ \t]*(?:\n|(?:Code|Message)[ \t]*:)`)
)

// forms are the ways in which tools print an error.
var forms = []form{
	// JSON, an object of Python or JavaScript, Code="..." Message="..." of
	// go-autorest, and the block of go-azure-sdk's poller.
	{
		code:   regexp.MustCompile(`(?i)["']?\b(?:error)?code["']?\s*[:=]\s*["']\s*([A-Za-z][\w.]*)\s*["']`),
		before: quotedMessage, end: quoteEnd,
	},
	// XML of the classic API.
	{
		code:   regexp.MustCompile(`<Code>\s*([A-Za-z][\w.]*)\s*</Code>`),
		before: regexp.MustCompile(`<Message>`), end: regexp.MustCompile(`<`),
	},
	// azcore, above the body.
	{code: regexp.MustCompile(`(?m)^[ \t]*ERROR CODE:[ \t]*([A-Za-z][\w.]*)[ \t]*$`)},
	// go-azure-sdk: unexpected status 409 (409 Conflict) with error: CODE: message
	{code: regexp.MustCompile(`\bwith\s+error:\s+([A-Za-z][\w.]*):\s`), end: paragraphEnd},
	// az and the SDK for Python: (CODE) message
	{code: regexp.MustCompile(`(?:^|[\n:"'])[ \t]*\(\s*([A-Z][A-Za-z0-9.]{3,})\)[ \t]+\S`), end: paragraphEnd},
	// Az PowerShell in one line: ErrorCode: CODE ErrorMessage: message
	{
		code:   regexp.MustCompile(`\bErrorCode: ([A-Za-z][\w.]*) `),
		before: regexp.MustCompile(`\bErrorMessage: `), end: paragraphEnd,
	},
	// Lines of az, Az PowerShell, .NET, msrestazure and Visual Studio Code.
	{
		code:   regexp.MustCompile(`(?im)(?:^[ \t*-]*(?:error[ \t]?code|code|error type)|\bazure error)[ \t]*:[ \t]*([A-Za-z][\w.]*)[ \t]*$`),
		before: fieldMessage, end: fieldEnd, above: true,
	},
	// Az PowerShell of a deployment: message (Code:CODE)
	{code: regexp.MustCompile(`\(Code:\s*([A-Za-z][\w.]*)\)`), above: true},
	// A row of kubectl get, of Azure Service Operator.
	{code: regexp.MustCompile(`\bFalse[ \t]+(?:Error|Warning|Info)[ \t]+([A-Z][A-Za-z]+)[ \t]+\S`), end: paragraphEnd},
}

// conditionReason is the reason of a condition of Kubernetes. Its message often
// holds the error that it was made from, and stands before it.
var conditionReason = form{
	code:   regexp.MustCompile(`(?im)^[ \t-]*["']?reason["']?[ \t]*:[ \t]*["']?([A-Z][A-Za-z]+)["']?,?[ \t]*$`),
	before: fieldMessage, end: fieldEnd, above: true,
}

// leading is how the classic cmdlets, and some SDKs, begin: CODE: message, or the
// name of the cmdlet before that.
var leading = form{
	code: regexp.MustCompile(`^(?:ERROR: )?(?:[A-Z][a-z]+-Az\w* ?: ?)?([A-Z][A-Za-z]{2,}) ?: `),
	end:  regexp.MustCompile(`\z`),
}

// statusForms are the ways in which tools print the HTTP status.
var statusForms = regexp.MustCompile(`(?i)\b(?:response|http/[\d.]+|http code|status(?: ?code)?)["']?[ \t]*[:=]?[ \t]*["']?([45]\d\d)\b`)

// maxMarks is how many codes in one form are read in a text.
const maxMarks = 100

// mark is a code that was found in a text.
type mark struct {
	failure
	from, to int // what the form matched
	form     *form
	above    bool // the message stands above the code
}

// scanned is a text that a tool printed, and the codes in it, in the order of the
// text.
type scanned struct {
	text  string
	marks []mark
	cut   bool // brackets are open at the end: the text is not whole
}

// readPrinted reads the errors in a text. The first failure is the whole text, as a
// message without a code; those in one of the forms are inside of it.
func readPrinted(text []byte) answer {
	plain := undress(text)
	a := readPlain(plain)
	a.text = plain
	return a
}

// readPlain is [readPrinted] for a text that is undressed.
func readPlain(plain string) answer {
	plain = mend(plain)
	s := scan(plain, forms)
	a := answer{failures: []failure{{message: plain}}, cut: s.cut}
	if m := statusForms.FindStringSubmatch(plain); m != nil {
		a.status, _ = strconv.Atoi(m[1])
	}
	depth := 1
	for _, reason := range scan(plain, []form{conditionReason}).marks {
		reason.depth = depth
		a.failures = append(a.failures, reason.failure)
		depth++
	}
	if len(s.marks) == 0 && depth == 1 {
		s = scan(plain, []form{leading})
	}
	a.failures = append(a.failures, s.failures(depth)...)
	return a
}

// scan finds the codes in a text, in some forms.
func scan(text string, forms []form) scanned {
	s := scanned{text: text}
	for i := range forms {
		s.find(&forms[i])
	}
	slices.SortStableFunc(s.marks, func(a, b mark) int { return a.from - b.from })
	for i := range s.marks {
		s.marks[i].message = s.message(i)
	}
	s.measure()
	return s
}

// find adds the codes in one form. Where an earlier form has found the same code,
// the place is left out.
func (s *scanned) find(f *form) {
	known := len(s.marks)
	for _, at := range f.code.FindAllStringSubmatchIndex(s.text, maxMarks) {
		code := s.text[at[2]:at[3]]
		again := slices.ContainsFunc(s.marks[:known], func(m mark) bool { return m.from <= at[2] && at[2] < m.to })
		if !again && !isNothing(code) {
			s.marks = append(s.marks, mark{failure: failure{code: code}, from: at[0], to: at[3], form: f})
		}
	}
}

// message returns the message of a mark: the text that follows the code, or the one
// above it.
func (s *scanned) message(i int) string {
	m, next := &s.marks[i], len(s.text)
	if i+1 < len(s.marks) {
		next = max(s.marks[i+1].from, m.to)
	}
	after := s.text[m.to:min(next, m.to+maxMessage)]
	if m.form.end != nil {
		if text, found := m.form.messageIn(after); found {
			return text
		}
	}
	from := 0
	if i > 0 {
		from = s.marks[i-1].to
		if m.form.before != nil && !s.marks[i-1].above && s.marks[i-1].message != "" {
			return "" // what stands above belongs to the code before
		}
	}
	from = max(from, m.from-maxMessage)
	above := s.text[min(from, m.from):m.from]
	if m.form.before != nil {
		if text, found := m.form.messageIn(above); found {
			m.above = true
			return text
		}
	}
	if !m.form.above {
		return ""
	}
	m.above = true
	return strings.TrimLeft(above, ") \n")
}

// messageIn returns the message in a text that begins after the code.
func (f *form) messageIn(text string) (message string, found bool) {
	if f.before == nil {
		text = strings.TrimLeft(text, "): \t\n")
	} else {
		at := f.before.FindStringIndex(text)
		if at == nil || f.end == quoteEnd && strings.Contains(text[:at[0]], "}") {
			return "", false // none, or that of the next object
		}
		text = text[at[1]:]
	}
	if at := f.end.FindStringIndex(text); at != nil {
		text = text[:at[0]]
	}
	return text, true
}

// insides stand before the errors inside of another, where no bracket does.
var insides = []string{"Exception Details:", "Inner error:"}

// measure finds how deep each code is inside of others: by the brackets that are
// open, by what az writes before details, and by the dash of Az PowerShell.
func (s *scanned) measure() {
	brackets, depth, i := 0, 0, 0
	for at := 0; at <= len(s.text); at++ {
		for ; i < len(s.marks) && s.marks[i].to <= at; i++ {
			s.marks[i].depth = brackets + depth
			if line := s.text[strings.LastIndexByte(s.text[:s.marks[i].from], '\n')+1:]; strings.HasPrefix(strings.TrimLeft(line, " "), "- ") {
				s.marks[i].depth++
			}
		}
		if at == len(s.text) {
			break
		}
		switch s.text[at] {
		case '{', '[':
			brackets++
		case '}', ']':
			brackets = max(brackets-1, 0)
		case 'E', 'I':
			if slices.ContainsFunc(insides, func(p string) bool { return strings.HasPrefix(s.text[at:], p) }) {
				depth++
			}
		}
	}
	s.cut = brackets > 0
}

// failures returns the errors in the text, each code once where it stands several
// times for the same error. The outermost are depth errors deep.
func (s *scanned) failures(depth int) []failure {
	var list []failure
	for _, m := range s.marks {
		m.depth += depth
		m.message = strings.TrimSpace(m.message)
		if n := len(list); n > 0 && list[n-1].repeats(m.failure) {
			if len(m.message) > len(list[n-1].message) {
				list[n-1].message = m.message
			}
			continue
		}
		list = append(list, m.failure)
	}
	return list
}

// repeats reports whether g is the same error as f, printed again.
func (f failure) repeats(g failure) bool {
	a, b := squeeze(f.message), squeeze(g.message)
	return strings.EqualFold(f.code, g.code) && (strings.HasPrefix(a, b) || strings.HasPrefix(b, a))
}

// squeeze returns s with one space where there is white space, so that lines do
// not matter.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }
