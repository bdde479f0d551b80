package machine

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
)

// Redacted is printed in place of a [Secret].
const Redacted = "[redacted]"

// ErrRedacted is returned when the text [Redacted] is read as a secret.
var ErrRedacted = errors.New("machine: the text of a redacted secret cannot be read as a secret")

// Secret holds a service key, an authorization key or an MD5 key. It is
// printed, logged and marshalled as [Redacted]; only [Secret.Reveal] returns
// the value.
//
// The value is stored encrypted, with a key that exists only in this process.
// So it stays hidden even where fmt prints an unexported field of a struct by
// reflection and does not call the methods of Secret. Within one process, equal
// secrets compare equal with ==. The zero value is no secret.
type Secret struct{ sealed string }

// NewSecret encrypts value. It returns the zero Secret for the empty value.
func NewSecret(value string) Secret {
	if value == "" {
		return Secret{}
	}
	mac := hmac.New(sha256.New, sealKeys().mac)
	io.WriteString(mac, value)
	nonce := mac.Sum(nil)[:aes.BlockSize]
	return Secret{string(nonce) + string(xor(nonce, []byte(value)))}
}

// Reveal returns the value.
func (s Secret) Reveal() string {
	if s.IsZero() {
		return ""
	}
	return string(xor([]byte(s.sealed[:aes.BlockSize]), []byte(s.sealed[aes.BlockSize:])))
}

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return len(s.sealed) <= aes.BlockSize }

// String returns Redacted, or nothing for the zero value.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return Redacted
}

// Format writes what String returns, for every verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue returns what String returns, for structured logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns what String returns.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText encrypts text. It refuses the text [Redacted], which
// MarshalText writes in place of a secret.
func (s *Secret) UnmarshalText(text []byte) error {
	if string(text) == Redacted {
		return ErrRedacted
	}
	*s = NewSecret(string(text))
	return nil
}

type keys struct {
	mac   []byte
	block cipher.Block
}

// sealKeys returns the keys of this process, random ones.
var sealKeys = sync.OnceValue(func() keys {
	seed := make([]byte, 64)
	rand.Read(seed) // never fails, see crypto/rand
	block, err := aes.NewCipher(seed[:32])
	if err != nil {
		panic(err) // 32 bytes is a key size
	}
	return keys{mac: seed[32:], block: block}
})

func xor(nonce, text []byte) []byte {
	out := make([]byte, len(text))
	cipher.NewCTR(sealKeys().block, nonce).XORKeyStream(out, text)
	return out
}
