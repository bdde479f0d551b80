package prefixes_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/machine"
	. "github.com/expressroute-go/expressroute/prefixes"
)

func list(texts ...string) []Prefix {
	out := make([]Prefix, len(texts))
	for i, text := range texts {
		if text != "" {
			out[i] = MustParsePrefix(text)
		}
	}
	return out
}

// many returns n prefixes with which nothing is wrong but their number.
func many(n int) []Prefix {
	out := make([]Prefix, n)
	for i := range out {
		out[i] = MustParsePrefix(fmt.Sprintf("123.%d.%d.0/24", i/256, i%256))
	}
	return out
}

// everyProblem has at least one problem of every kind.
var everyProblem = append(
	Check(append(list("", "123.1.0.1/24", "10.0.0.0/8", "0.0.0.0/0", "2a01:111::/32", "123.1.0.0/24"), many(Limit)...), IPv4),
	Check(list("fc02::1/128"), IPv6)...)

func TestCheck(t *testing.T) {
	type is struct {
		path string
		need machine.Need
	}
	for _, tc := range []struct {
		name    string
		list    []Prefix
		session Family
		want    []is
	}{
		{"none", nil, IPv4, nil},
		{"good", list("123.1.0.0/24", "123.2.0.0/32"), IPv4, nil},
		{"good IPv6", list("2a01:111::/32", "2a01:112::1/128"), IPv6, nil},
		{"another spelling", list("2A01:0111:0000::/32"), IPv6, nil},
		{"a part of another", list("123.1.0.0/22", "123.1.0.0/24"), IPv4, nil},
		{"both families where no session is given", list("123.1.0.0/24", "2a01:111::/32"), 0, nil},
		{"not a prefix", list(""), IPv4, []is{{"advertised[0]", NeedValid}}},
		{"twice not a prefix", list("", ""), IPv4, []is{{"advertised[0]", NeedValid}, {"advertised[1]", NeedValid}}},
		{"host bits", list("11.2.3.5/30"), IPv4, []is{{"advertised[0]", NeedCanonical}}},
		{"other family", list("123.1.0.0/24", "2a01:111::/32"), IPv4, []is{{"advertised[1]", NeedFamily}}},
		{"other family, IPv6", list("123.1.0.0/24"), IPv6, []is{{"advertised[0]", NeedFamily}}},
		{"no such family", list("123.1.0.0/24"), 9, []is{{"advertised[0]", NeedFamily}}},
		{"default", list("0.0.0.0/0"), IPv4, []is{{"advertised[0]", NeedSpecific}}},
		{"default, IPv6", list("::/0"), IPv6, []is{{"advertised[0]", NeedSpecific}}},
		{"default with host bits", list("123.1.0.0/0"), IPv4, []is{{"advertised[0]", NeedCanonical}, {"advertised[0]", NeedSpecific}}},
		{"private", list("10.1.0.0/16"), IPv4, []is{{"advertised[0]", NeedPublic}}},
		{"covers private", list("8.0.0.0/6"), IPv4, []is{{"advertised[0]", NeedPublic}}},
		{"unique local, recorded", list("fc02::1/128"), IPv6, []is{{"advertised[0]", NeedPublic}}},
		{"IPv4 in IPv6", list("::ffff:123.1.0.0/120"), IPv4, []is{{"advertised[0]", NeedFamily}, {"advertised[0]", NeedPublic}}},
		{"twice", list("123.1.0.0/24", "123.2.0.0/24", "123.1.0.0/24"), IPv4, []is{{"advertised[2]", NeedDistinct}}},
		{"twice, with two spellings", list("2a01:111::/32", "2a01:111::0/32"), IPv6, []is{{"advertised[1]", NeedDistinct}}},
		{"twice, with host bits", list("123.1.0.0/24", "123.1.0.9/24"), IPv4,
			[]is{{"advertised[1]", NeedCanonical}, {"advertised[1]", NeedDistinct}}},
		{"one length apart", list("123.1.0.0/24", "123.1.0.0/25"), IPv4, nil},
		{"everything", list("10.0.0.1/8"), IPv6,
			[]is{{"advertised[0]", NeedFamily}, {"advertised[0]", NeedCanonical}, {"advertised[0]", NeedPublic}}},
		{"200 prefixes", many(200), IPv4, nil},
		{"201 prefixes", many(201), IPv4, []is{{"advertised", NeedLimit}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []is
			for _, problem := range Check(tc.list, tc.session) {
				got = append(got, is{problem.Path, problem.Need})
				assert.Equal(t, machine.Customer, problem.Actor)
				assert.NotEmpty(t, problem.Found)
				assert.False(t, problem.Unknown)
			}
			assert.Equal(t, tc.want, got)
		})
	}
}

func TestCheckIsError(t *testing.T) {
	require.NoError(t, Check(many(3), IPv4).Err())
	err := Check(list("10.0.0.1/8"), IPv4).Err()
	var problems machine.Problems
	require.ErrorAs(t, err, &problems)
	assert.True(t, machine.Lacks(err, NeedPublic))
	assert.True(t, machine.Lacks(err, NeedCanonical))
	assert.False(t, machine.Lacks(err, NeedFamily))
	assert.Empty(t, problems.Enforced(), "Azure was seen to refuse none of it")
}

func TestCheckBasis(t *testing.T) {
	want := map[machine.Need]machine.Basis{
		NeedValid: machine.Inferred, NeedCanonical: machine.Inferred, NeedDistinct: machine.Inferred,
		NeedFamily: machine.Documented, NeedSpecific: machine.Documented, NeedPublic: machine.Documented, NeedLimit: machine.Documented,
	}
	got := map[machine.Need]machine.Basis{}
	for _, problem := range everyProblem {
		got[problem.Need] = problem.Basis
	}
	assert.Equal(t, want, got)
}

func TestPrefixProblems(t *testing.T) {
	assert.Empty(t, MustParsePrefix("123.1.0.0/24").Problems())
	assert.Empty(t, MustParsePrefix("2a01:111::/32").Problems(), "either family is right")

	problems := MustParsePrefix("10.0.0.1/8").Problems()
	require.Len(t, problems, 2)
	assert.Equal(t, "prefix", problems[0].Path)
	assert.Equal(t, NeedCanonical, problems[0].Need)
	assert.Equal(t, NeedPublic, problems[1].Need)

	require.Len(t, Prefix{}.Problems(), 1)
	assert.Equal(t, NeedValid, Prefix{}.Problems()[0].Need)
}

// Check does not change the list.
func TestCheckIsPure(t *testing.T) {
	in := list("123.1.0.9/24", "123.1.0.0/24", "")
	Check(in, IPv6)
	assert.Equal(t, list("123.1.0.9/24", "123.1.0.0/24", ""), in)
}

// A prefix can lie in a block that is not public, or contain one. What is found
// names that block.
func TestCheckNamesTheBlock(t *testing.T) {
	for text, want := range map[string]string{
		"10.1.0.0/16":     "10.1.0.0/16 in 10.0.0.0/8 (",
		"10.0.0.0/8":      "10.0.0.0/8 in 10.0.0.0/8 (",
		"8.0.0.0/5":       "8.0.0.0/5, which contains 10.0.0.0/8 (",
		"203.0.112.0/22":  "203.0.112.0/22, which contains 203.0.113.0/24 (",
		"fd00:1::/48":     "fd00:1::/48 in fc00::/7 (",
		"2001::/16":       "2001::/16, which contains 2001::/23 (",
		"203.0.113.77/32": "203.0.113.77/32 in 203.0.113.0/24 (",
	} {
		problems := MustParsePrefix(text).Problems()
		require.Len(t, problems, 1, text)
		assert.Contains(t, problems[0].Found, want)
	}
}
