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

// Redacted is what a [Secret] shows of itself.
const Redacted = "[redacted]"

// ErrRedacted reports that the text of a redacted secret was to be read back
// as a secret.
var ErrRedacted = errors.New("machine: the text of a redacted secret is not a secret")

// Secret is a service key, an authorization key or an MD5 key. It prints, logs
// and marshals as [Redacted], and gives up its value only to [Secret.Reveal].
//
// The value is held sealed with a key that lives in this process alone, so that
// a dump by reflection, as the fmt verbs make it of an unexported field in
// somebody else's struct, shows nothing either. Within one process equal
// secrets compare equal with ==. The zero value is no secret.
type Secret struct{ sealed string }

// NewSecret seals value. The empty value gives the zero Secret.
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

// Format writes what String returns, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue keeps the value out of structured logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns what String returns.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText seals text. It refuses what MarshalText made of a secret.
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

// sealKeys are drawn once a process.
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
