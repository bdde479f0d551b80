package registry

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// serviceKey must not appear in any error.
const serviceKey = "7c44c70b-0000-4000-8000-00000canary0"

var validationID = ValidationID(machine.NewSecret(serviceKey), prefixes.MustParsePrefix("123.1.0.0/24"), 23)

// certified returns a self-signed certificate for the key.
func certified(t testing.TB, key crypto.Signer) *x509.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{Organization: []string{"Example Networks"}, CommonName: "AS23 123.1.0.0/24"},
		NotAfter:     time.Date(2030, time.January, 1, 0, 0, 0, 0, time.UTC),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return cert
}

func rsaKey(t testing.TB) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	return key
}

// signed signs the text as "openssl dgst -sha256 -sign" and "openssl base64 -A"
// do.
func signed(t testing.TB, key *rsa.PrivateKey, text string) string {
	t.Helper()
	digest := sha256.Sum256([]byte(text))
	raw, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(raw)
}

func TestVerifySignature(t *testing.T) {
	key := rsaKey(t)
	cert := certified(t, key)
	assert.NoError(t, VerifySignature(cert, validationID, signed(t, key, validationID.Reveal())))
}

// TestSignatureRefusals: every error has its kind, the state that Azure is
// expected to show and what was found, and quotes neither the key nor the
// signature.
func TestSignatureRefusals(t *testing.T) {
	key, other := rsaKey(t), rsaKey(t)
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	id := validationID.Reveal()
	good := signed(t, key, id)
	cert := certified(t, key)
	short := *cert
	short.PublicKey = &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 511), E: 65537}

	const (
		encoding = prefixes.PrefixInvalidSignatureEncoding
		failed   = prefixes.PrefixSignatureVerificationFailed
	)
	for _, test := range []struct {
		name      string
		cert      *x509.Certificate
		id        machine.Secret
		signature string
		kind      error
		state     prefixes.Validation
		detail    string
	}{
		{"no certificate", nil, validationID, good, ErrCertificate, prefixes.PrefixCertificateMissingInRoutingRegistry, "none"},
		{"elliptic curve", certified(t, elliptic), validationID, good, ErrCertificate, 0, "ECDSA"},
		{"short key", &short, validationID, good, ErrCertificate, 0, "512 bits"},
		{"empty", cert, validationID, "", ErrSignatureEncoding, encoding, "empty"},
		{"not base64", cert, validationID, "!!!!", ErrSignatureEncoding, encoding, "illegal base64"},
		{"hexadecimal digits do decode", cert, validationID, strings.Repeat("ab", 256), ErrSignature, failed, "384 bytes"},
		{"padding cut off", cert, validationID, strings.TrimRight(good, "="), ErrSignatureEncoding, encoding, "illegal base64"},
		{"wrapped at 64 columns", cert, validationID, good[:64] + "\n" + good[64:], ErrSignatureEncoding, encoding, "line breaks"},
		{"line feed at the end", cert, validationID, good + "\n", ErrSignatureEncoding, encoding, "line breaks"},
		{"alphabet for URLs", cert, validationID, "-" + good[1:], ErrSignatureEncoding, encoding, "URLs"},
		{"no validation ID", cert, machine.Secret{}, good, ErrSignature, failed, "no validation ID"},
		{"another key", cert, validationID, signed(t, other, id), ErrSignature, failed, "another text"},
		{"a longer key's", cert, validationID, base64.StdEncoding.EncodeToString(make([]byte, 512)), ErrSignature, failed, "512 bytes"},
		{"another prefix", cert, validationID, signed(t, key, strings.Replace(id, "/24", "/25", 1)), ErrSignature, failed, "another text"},
		{"another spelling of the prefix", cert, ValidationID(machine.NewSecret(serviceKey), prefixes.MustParsePrefix("123:1::0/64"), 23),
			signed(t, key, "Azure-SKEY|"+serviceKey+"|123:1::/64|ASN-23"), ErrSignature, failed, "another text"},
		{"line feed signed too", cert, validationID, signed(t, key, id+"\n"), ErrSignature, failed, "a line feed"},
		{"line break signed too", cert, validationID, signed(t, key, id+"\r\n"), ErrSignature, failed, "a line break by"},
		{"quotation marks signed too", cert, validationID, signed(t, key, `"`+id+`"`), ErrSignature, failed, "quotation marks"},
		{"byte order mark signed too", cert, validationID, signed(t, key, "\xef\xbb\xbf"+id), ErrSignature, failed, "byte order mark"},
		{"saved by PowerShell 5", cert, validationID, signed(t, key, utf16LE(id+"\r\n")), ErrSignature, failed, "PowerShell"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := VerifySignature(test.cert, test.id, test.signature)
			var refused *SignatureError
			require.ErrorAs(t, err, &refused)
			assert.ErrorIs(t, err, test.kind)
			assert.Equal(t, test.state, refused.State)
			assert.Contains(t, refused.Detail, test.detail)
			assert.NotContains(t, err.Error(), "canary")
			if len(test.signature) > 16 {
				assert.NotContains(t, err.Error(), test.signature[:16])
			}
		})
	}
}

// TestOtherSchemesAreNamed: a signature by another common scheme is refused,
// and the error names the scheme.
func TestOtherSchemesAreNamed(t *testing.T) {
	key := rsaKey(t)
	cert := certified(t, key)
	for _, s := range schemes[1:] {
		t.Run(s.name, func(t *testing.T) {
			h := s.hash.New()
			h.Write([]byte(validationID.Reveal()))
			var raw []byte
			var err error
			if s.pss {
				raw, err = rsa.SignPSS(rand.Reader, key, s.hash, h.Sum(nil), nil)
			} else {
				raw, err = rsa.SignPKCS1v15(rand.Reader, key, s.hash, h.Sum(nil))
			}
			require.NoError(t, err)
			err = VerifySignature(cert, validationID, base64.StdEncoding.EncodeToString(raw))
			assert.ErrorIs(t, err, ErrSignature)
			assert.ErrorContains(t, err, "by "+s.name)
		})
	}
}

func FuzzVerifySignature(f *testing.F) {
	key := rsaKey(f)
	cert := certified(f, key)
	good := signed(f, key, validationID.Reveal())
	for _, seed := range []string{"", "=", good, good[1:], good + "\n", "AAAA", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, signature string) {
		err := VerifySignature(cert, validationID, signature)
		if signature == good {
			assert.NoError(t, err)
			return
		}
		var refused *SignatureError
		require.ErrorAs(t, err, &refused)
		assert.NotZero(t, refused.State)
		assert.NotContains(t, err.Error(), "canary")
	})
}
