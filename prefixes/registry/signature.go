package registry

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	_ "crypto/sha512" // for the schemes that diagnose tries
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// Errors that a [SignatureError] wraps.
var (
	// ErrCertificate reports that there is no certificate, or that its key is
	// not an RSA key of at least 1024 bits.
	ErrCertificate = errors.New("the certificate cannot be used")
	// ErrSignatureEncoding reports a signature that is not base64 on one line.
	ErrSignatureEncoding = errors.New("the signature is not base64 on one line")
	// ErrSignature reports a signature that was not made of this validation ID
	// with the private key of this certificate.
	ErrSignature = errors.New("the signature does not verify")
)

// SignatureError says why a signature was refused. It quotes neither the
// validation ID nor the signature.
type SignatureError struct {
	State  prefixes.Validation // what Azure is expected to show for the prefix; zero if Azure has no value for it
	Detail string              // what was found: "it has line breaks"
	Err    error               // ErrCertificate, ErrSignatureEncoding or ErrSignature
}

// Error returns the kind of the error and the detail.
func (e *SignatureError) Error() string { return "registry: " + e.Err.Error() + ": " + e.Detail }

// Unwrap returns Err.
func (e *SignatureError) Unwrap() error { return e.Err }

// VerifySignature verifies that signature was made of the validation ID with
// the private key of the certificate, which must be the one in the prefix's
// registry record. The error is a [*SignatureError].
//
// It is documented what is signed, that the key is an RSA key, and that the
// signature is in base64. The hash and the padding are inferred: SHA-256 with
// PKCS #1 v1.5 (RFC 8017 section 8.2), which "openssl dgst -sha256 -sign"
// makes. Microsoft documents that command for the similar proof for a prefix
// that a customer brings to Azure. VerifySignature accepts nothing else. The
// error's detail says if another common scheme, or a text with a line break
// after it, would have verified.
//
// VerifySignature does not check the dates of the certificate, because it does
// not read the clock. It does not check either that the certificate names the
// organization, the AS number and the range of addresses, as it must, because
// no source says in which fields.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
// (text, key, encoding; in preview since July 2025);
// https://learn.microsoft.com/en-us/azure/virtual-network/ip-services/create-custom-ip-address-prefix-cli
// (hash and padding, for the similar proof)
func VerifySignature(cert *x509.Certificate, id machine.Secret, signature string) error {
	key, err := keyOf(cert)
	if err != nil {
		return err
	}
	raw, err := decodeSignature(signature)
	if err != nil {
		return err
	}
	if id.IsZero() {
		return mismatch("there is no validation ID")
	}
	if len(raw) != key.Size() {
		return mismatch(fmt.Sprintf("it has %d bytes, the key of the certificate makes %d: it was made with another key, or is not a plain signature", len(raw), key.Size()))
	}
	digest := sha256.Sum256([]byte(id.Reveal()))
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], raw) == nil {
		return nil
	}
	return mismatch(diagnose(key, id.Reveal(), raw))
}

// minKeyBits is the length of the shortest RSA key that crypto/rsa accepts.
const minKeyBits = 1024

func keyOf(cert *x509.Certificate) (*rsa.PublicKey, error) {
	if cert == nil {
		return nil, unusable(prefixes.PrefixCertificateMissingInRoutingRegistry, "there is none")
	}
	key, ok := cert.PublicKey.(*rsa.PublicKey)
	if !ok {
		return nil, unusable(0, fmt.Sprintf("its key is of %s, want RSA", cert.PublicKeyAlgorithm))
	}
	if bits := key.N.BitLen(); bits < minKeyBits {
		return nil, unusable(0, fmt.Sprintf("its key has %d bits, want at least %d", bits, minKeyBits))
	}
	return key, nil
}

// decodeSignature is strict, because decoders differ: some skip line breaks or
// accept the other alphabet, and it is not known what Azure's does.
func decodeSignature(signature string) ([]byte, error) {
	switch {
	case signature == "":
		return nil, misencoded("it is empty")
	case strings.ContainsAny(signature, " \t\r\n"):
		return nil, misencoded("it has spaces or line breaks")
	case strings.ContainsAny(signature, "-_"):
		return nil, misencoded("it uses the base64 alphabet for URLs")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(signature)
	if err != nil {
		return nil, misencoded(err.Error())
	}
	return raw, nil
}

// diagnose returns what the signature was made of, if it is one of the common
// mistakes.
func diagnose(key *rsa.PublicKey, id string, raw []byte) string {
	for _, text := range mistakenTexts {
		for _, scheme := range schemes {
			signed := text.of(id)
			if !scheme.verifies(key, signed, raw) {
				continue
			}
			return fmt.Sprintf("it is a signature of %s by %s, want one of the validation ID alone by %s", text.name, scheme.name, schemes[0].name)
		}
	}
	return "it was made of another text, or with the key of another certificate"
}

// mistakenTexts are the texts that editors and shells write when a validation
// ID is saved to a file. The first is the right one.
var mistakenTexts = []struct {
	name string
	of   func(id string) string
}{
	{"the validation ID", func(id string) string { return id }},
	{"the validation ID and a line feed", func(id string) string { return id + "\n" }},
	{"the validation ID and a line break", func(id string) string { return id + "\r\n" }},
	{"the validation ID in quotation marks", func(id string) string { return `"` + id + `"` }},
	{"the validation ID after a byte order mark", func(id string) string { return byteOrderMark + id }},
	{"the validation ID and a line break after a byte order mark", func(id string) string { return byteOrderMark + id + "\r\n" }},
	{"the validation ID and a line break in UTF-16, as Windows PowerShell redirects output", func(id string) string { return utf16LE(id + "\r\n") }},
	{"the validation ID in UTF-16", utf16LE},
}

const byteOrderMark = "\ufeff"

// utf16LE returns text in UTF-16 with a byte order mark, the low byte first.
func utf16LE(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(byteOrderMark + text)) {
		b.WriteByte(byte(unit))
		b.WriteByte(byte(unit >> 8))
	}
	return b.String()
}

// scheme is a way to sign with an RSA key.
type scheme struct {
	name string
	hash crypto.Hash
	pss  bool
}

// schemes lists the common schemes. The first is the one that is accepted.
var schemes = []scheme{
	{"SHA-256 with PKCS #1 v1.5", crypto.SHA256, false},
	{"SHA-384 with PKCS #1 v1.5", crypto.SHA384, false},
	{"SHA-512 with PKCS #1 v1.5", crypto.SHA512, false},
	{"SHA-256 with PSS", crypto.SHA256, true},
	{"SHA-512 with PSS", crypto.SHA512, true},
}

func (s scheme) verifies(key *rsa.PublicKey, text string, raw []byte) bool {
	h := s.hash.New()
	h.Write([]byte(text))
	if s.pss {
		return rsa.VerifyPSS(key, s.hash, h.Sum(nil), raw, nil) == nil
	}
	return rsa.VerifyPKCS1v15(key, s.hash, h.Sum(nil), raw) == nil
}

func unusable(state prefixes.Validation, detail string) error {
	return &SignatureError{State: state, Detail: detail, Err: ErrCertificate}
}

func misencoded(detail string) error {
	return &SignatureError{State: prefixes.PrefixInvalidSignatureEncoding, Detail: detail, Err: ErrSignatureEncoding}
}

func mismatch(detail string) error {
	return &SignatureError{State: prefixes.PrefixSignatureVerificationFailed, Detail: detail, Err: ErrSignature}
}
