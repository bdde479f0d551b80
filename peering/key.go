package peering

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/expressroute-go/expressroute/machine"
)

// KeyRef says where the MD5 key of a peering is, so that a configuration can be
// printed, stored and compared without the key. At most one field is set; the
// zero value means that there is no key. The text is "env:NAME" or "file:PATH".
type KeyRef struct {
	Env  string // name of the environment variable that holds the key
	File string // path of the file that holds the key
}

const (
	envScheme  = "env:"
	fileScheme = "file:"
	maxKeyRef  = 4096 // bytes of a name or a path: PATH_MAX of Linux
)

// ParseKeyRef reads "env:NAME", "file:PATH", or the empty text for no key. The
// error is a [*KeyRefError].
func ParseKeyRef(text string) (KeyRef, error) {
	var k KeyRef
	switch {
	case text == "":
		return k, nil
	case strings.HasPrefix(text, envScheme):
		k.Env = text[len(envScheme):]
	case strings.HasPrefix(text, fileScheme):
		k.File = text[len(fileScheme):]
	}
	if !k.valid() {
		return KeyRef{}, &KeyRefError{Length: len(text)}
	}
	return k, nil
}

// IsZero reports whether there is no key.
func (k KeyRef) IsZero() bool { return k == KeyRef{} }

// String returns the text of the reference, which is not secret: "env:NAME".
func (k KeyRef) String() string {
	switch {
	case k.Env != "":
		return envScheme + k.Env
	case k.File != "":
		return fileScheme + k.File
	}
	return ""
}

// MarshalText returns what String returns, and a [*KeyRefError] if ParseKeyRef
// would not read it back.
func (k KeyRef) MarshalText() ([]byte, error) {
	if !k.IsZero() && !k.valid() {
		return nil, &KeyRefError{Length: len(k.Env) + len(k.File)}
	}
	return []byte(k.String()), nil
}

// UnmarshalText is the inverse of MarshalText. It does not change *k on error.
func (k *KeyRef) UnmarshalText(text []byte) error {
	parsed, err := ParseKeyRef(string(text))
	if err == nil {
		*k = parsed
	}
	return err
}

// valid reports whether exactly one place is named, without control characters.
// The name of an environment variable has no "=": POSIX.1-2024, Base
// Definitions 8.1.
func (k KeyRef) valid() bool {
	place := k.Env + k.File
	return (k.Env == "") != (k.File == "") &&
		len(place) <= maxKeyRef && utf8.ValidString(place) &&
		!strings.ContainsFunc(place, unicode.IsControl) && !strings.Contains(k.Env, "=")
}

// KeyRefError reports a text that is not a reference to a key. It does not
// quote the text, because people often write the key itself in place of the
// reference.
type KeyRefError struct {
	Length int // bytes of what was given
}

func (e *KeyRefError) Error() string {
	return fmt.Sprintf("peering.KeyRef: %d bytes (not shown) are not a reference to a key, want env:NAME or file:PATH", e.Length)
}

// Needs of an MD5 key.
const (
	NeedKeyLength   machine.Need = "key-length"       // the key has 1 to MaxKey characters
	NeedKeyAlphabet machine.Need = "key-alphanumeric" // the key has only letters and digits
)

// MaxKey is the length of the longest MD5 key that Azure accepts, in
// characters.
const MaxKey = 25

// CheckKey returns what is wrong with an MD5 key: Azure accepts 1 to [MaxKey]
// letters and digits. The problems contain the length of the key and nothing
// else of it.
func CheckKey(key machine.Secret) machine.Problems {
	var problems machine.Problems
	value := key.Reveal()
	n := utf8.RuneCountInString(value)
	found := fmt.Sprintf("%d characters", n)
	if n < 1 || n > MaxKey {
		problems = append(problems, keyLength.At("sharedKey", found))
	}
	if strings.ContainsFunc(value, notAlphanumeric) {
		problems = append(problems, keyAlphabet.At("sharedKey", found+", some of them not letters or digits"))
	}
	return problems
}

var (
	keyLength   = keyCondition(NeedKeyLength, fmt.Sprintf("the MD5 key must have 1 to %d characters", MaxKey))
	keyAlphabet = keyCondition(NeedKeyAlphabet, "the MD5 key must have only letters A to Z and a to z and digits")
)

func keyCondition(need machine.Need, want string) machine.Condition {
	return machine.Condition{
		Need: need, Want: want,
		Actor: machine.Customer, Fix: "choose another key, and use it on both ends",
		Basis: machine.Documented, Source: sourceHowTo,
	}
}

func notAlphanumeric(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}
