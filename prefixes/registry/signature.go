package registry

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	_ "crypto/sha512" // for the schemes that are tried to tell what went wrong
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/prefixes"
)

// What a [SignatureError] is about.
var (
	// ErrCertificate reports a certificate that no signature can be verified
	// with: there is none, or its key is not an RSA key of 1024 bits or more.
	ErrCertificate = errors.New("the certificate cannot be used")
	// ErrSignatureEncoding reports a signature that is not base64 on one line.
	ErrSignatureEncoding = errors.New("the signature is not base64 on one line")
	// ErrSignature reports a signature that was not made of this validation ID
	// with the key of this certificate.
	ErrSignature = errors.New("the signature does not verify")
)

// SignatureError says why a signature was refused. It quotes neither the
// validation ID nor the signature.
type SignatureError struct {
	State  prefixes.Validation // what Azure is expected to show for the prefix; not observed if no value of Azure's says it
	Detail string              // what was found: "it has line breaks"
	Err    error               // ErrCertificate, ErrSignatureEncoding or ErrSignature
}

// Error is the kind and the detail.
func (e *SignatureError) Error() string { return "registry: " + e.Err.Error() + ": " + e.Detail }

// Unwrap returns Err.
func (e *SignatureError) Unwrap() error { return e.Err }

// VerifySignature checks, as Microsoft is expected to, that signature was made
// of the validation ID with the key of the certificate that the prefix's
// registry record publishes. The error is a [*SignatureError].
//
// What is signed, with an RSA key, and that the signature is base64 is
// documented. The hash and the padding are not: SHA-256 with PKCS #1 v1.5
// (RFC 8017 section 8.2) is inferred. It is what "openssl dgst -sha256 -sign"
// makes, which Microsoft documents for the same proof where a prefix is brought
// to Azure. Nothing else is accepted; the error's detail says when another
// common scheme would have verified, or a text with a line break after it.
//
// The certificate is trusted as given. Nothing here checks its dates, for want
// of a clock, nor that it names the organization, the AS number and the range
// of addresses, which it must, since no source says where in it.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-routing-portal-resource-manager
// (text, key, encoding; in preview since July 2025);
// https://learn.microsoft.com/en-us/azure/virtual-network/ip-services/create-custom-ip-address-prefix-cli
// (hash and padding, of the other proof)
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
		return mismatch(fmt.Sprintf("it has %d bytes, the key of the certificate makes %d: another key's, or not a bare signature", len(raw), key.Size()))
	}
	digest := sha256.Sum256([]byte(id.Reveal()))
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], raw) == nil {
		return nil
	}
	return mismatch(diagnose(key, id.Reveal(), raw))
}

// minKeyBits is the shortest RSA key that crypto/rsa verifies with.
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

// decodeSignature is strict where the tools differ: some decoders skip line
// breaks, or take the other alphabet, and Azure's is not known.
func decodeSignature(signature string) ([]byte, error) {
	switch {
	case signature == "":
		return nil, misencoded("it is empty")
	case strings.ContainsAny(signature, " \t\r\n"):
		return nil, misencoded("it has spaces or line breaks")
	case strings.ContainsAny(signature, "-_"):
		return nil, misencoded("it is of the alphabet for URLs")
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(signature)
	if err != nil {
		return nil, misencoded(err.Error())
	}
	return raw, nil
}

// diagnose tells what the signature was made of instead, if it is one of the
// common mistakes.
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
	return "it is of another text, or by the key of another certificate"
}

// mistakenTexts are what editors and shells make of a validation ID that is
// saved to a file, the ID itself first.
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

// utf16LE is text in UTF-16 with the byte order mark, the low byte first.
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

// schemes are the common ones, the accepted one first.
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
