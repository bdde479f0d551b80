package prefixes_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/expressroute-go/expressroute/machine"
	. "github.com/expressroute-go/expressroute/prefixes"
)

func TestValidation(t *testing.T) {
	for _, tc := range []struct {
		v      Validation
		failed bool
		fix    bool // there is something for the owner to do
		alone  State
	}{
		{0, false, false, 0},
		{PrefixNotConfigured, false, false, NotConfigured},
		{PrefixConfiguring, false, false, Configuring},
		{PrefixConfigured, false, false, Configured},
		{PrefixValidationNeeded, false, true, ValidationNeeded},
		{PrefixValidationFailed, true, true, ValidationNeeded},
		{PrefixManualValidationNeeded, false, true, ManualValidation},
		{PrefixAsnValidationFailed, true, true, ValidationNeeded},
		{PrefixCertificateMissingInRoutingRegistry, true, true, ValidationNeeded},
		{PrefixInvalidSignatureEncoding, true, true, ValidationNeeded},
		{PrefixSignatureVerificationFailed, true, true, ValidationNeeded},
		{PrefixSignatureVerificationFailed + 1, false, false, 0},
		{255, false, false, 0},
	} {
		t.Run(tc.v.String()+"->"+tc.alone.String(), func(t *testing.T) {
			assert.Equal(t, tc.failed, tc.v.Failed())
			assert.Equal(t, tc.fix, tc.v.Fix() != "", "%q", tc.v.Fix())
			assert.Equal(t, tc.alone, Aggregate([]Validation{tc.v}))
		})
	}
}

// Whose turn it is and what helps, for each of the ten values.
func TestRemedies(t *testing.T) {
	for _, tc := range []struct {
		v        Validation
		actor    machine.Actor
		remedies []Remedy
	}{
		{0, machine.Nobody, nil},
		{PrefixNotConfigured, machine.Microsoft, nil},
		{PrefixConfiguring, machine.Microsoft, nil},
		{PrefixConfigured, machine.Nobody, nil},
		{PrefixValidationNeeded, machine.Customer, []Remedy{Sign, CorrectRecord, OpenTicket}},
		{PrefixValidationFailed, machine.Customer, []Remedy{CorrectRecord, Sign}},
		{PrefixManualValidationNeeded, machine.Customer, []Remedy{OpenTicket}},
		{PrefixAsnValidationFailed, machine.Customer, []Remedy{CorrectRecord}},
		{PrefixCertificateMissingInRoutingRegistry, machine.Customer, []Remedy{PublishCertificate}},
		{PrefixInvalidSignatureEncoding, machine.Customer, []Remedy{Sign}},
		{PrefixSignatureVerificationFailed, machine.Customer, []Remedy{Sign}},
		{PrefixSignatureVerificationFailed + 1, machine.Nobody, nil},
		{255, machine.Nobody, nil},
	} {
		t.Run(tc.v.String()+"->"+tc.actor.String(), func(t *testing.T) {
			assert.Equal(t, tc.actor, tc.v.Actor())
			assert.Equal(t, tc.remedies, tc.v.Remedies())
			assert.Equal(t, tc.actor == machine.Customer, len(tc.remedies) > 0)
			assert.Equal(t, tc.v.Fix() != "", len(tc.remedies) > 0)
		})
	}
}

// Changing the returned list does not change the next one.
func TestRemediesAreACopy(t *testing.T) {
	PrefixInvalidSignatureEncoding.Remedies()[0] = OpenTicket
	assert.Equal(t, []Remedy{Sign}, PrefixInvalidSignatureEncoding.Remedies())
}

// No two values have the same fix.
func TestFixes(t *testing.T) {
	seen := map[string]Validation{}
	for v := range Validations() {
		if fix := v.Fix(); fix != "" {
			assert.NotContains(t, seen, fix, "%s", v)
			seen[fix] = v
		}
	}
}

func TestAggregateNone(t *testing.T) {
	assert.Equal(t, NotConfigured, Aggregate(nil))
	assert.Equal(t, NotConfigured, Aggregate([]Validation{}))
}

func TestAggregate(t *testing.T) {
	for _, tc := range []struct {
		name string
		list []Validation
		want State
	}{
		{"one of two still Configuring", []Validation{PrefixConfigured, PrefixConfiguring}, Configuring},
		{"one of two not yet validated", []Validation{PrefixConfigured, PrefixNotConfigured}, NotConfigured},
		{"Configuring before NotConfigured", []Validation{PrefixNotConfigured, PrefixConfiguring}, Configuring},
		{"a failure comes before manual validation", []Validation{PrefixManualValidationNeeded, PrefixAsnValidationFailed}, ValidationNeeded},
		{"ValidationNeeded comes before manual validation", []Validation{PrefixValidationNeeded, PrefixManualValidationNeeded}, ValidationNeeded},
		{"manual validation comes before Configuring", []Validation{PrefixConfigured, PrefixManualValidationNeeded, PrefixConfiguring}, ManualValidation},
		{"one unknown value", []Validation{PrefixValidationFailed, 99}, 0},
		{"one not observed", []Validation{PrefixConfigured, 0, PrefixConfigured}, 0},
	} {
		t.Run(tc.name, func(t *testing.T) { assert.Equal(t, tc.want, Aggregate(tc.list)) })
	}
}

// Aggregate agrees with its documentation, line by line, for every list of two
// or three prefixes.
func TestAggregateExhaustive(t *testing.T) {
	values := append(slices.Collect(Validations()), 0, PrefixSignatureVerificationFailed+1)
	for _, a := range values {
		for _, b := range values {
			assert.Equal(t, slowAggregate(a, b), Aggregate([]Validation{a, b}), "%s, %s", a, b)
			for _, c := range values {
				assert.Equal(t, slowAggregate(a, b, c), Aggregate([]Validation{a, b, c}), "%s, %s, %s", a, b, c)
			}
		}
	}
}

func slowAggregate(list ...Validation) State {
	has := func(any ...Validation) bool {
		return slices.ContainsFunc(list, func(v Validation) bool { return slices.Contains(any, v) })
	}
	switch {
	case has(0, PrefixSignatureVerificationFailed+1):
		return 0
	case has(PrefixValidationNeeded, PrefixValidationFailed, PrefixAsnValidationFailed,
		PrefixCertificateMissingInRoutingRegistry, PrefixInvalidSignatureEncoding, PrefixSignatureVerificationFailed):
		return ValidationNeeded
	case has(PrefixManualValidationNeeded):
		return ManualValidation
	case has(PrefixConfiguring):
		return Configuring
	case has(PrefixNotConfigured):
		return NotConfigured
	}
	return Configured
}
