package circuit

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/looplab/fsm"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/machine"
	"github.com/expressroute-go/expressroute/peering"
)

// cells yields every pair of a state and an event, including zero and one past the last.
func cells[S machine.State](states []S, f func(S, Verb)) {
	states = append([]S{0, S(len(states) + 1), 255}, states...)
	for _, s := range states {
		for v := Verb(0); int(v) <= len(couplings)+1; v++ {
			f(s, v)
		}
		f(s, 255)
	}
}

// checkTable asserts that every cell of a machine is a row of its table or
// refused with ErrNoRule, that a bare looplab machine agrees, and that Step,
// Can, Check, Events, Rule and Fire say the same.
func checkTable[S machine.State](t *testing.T, m *machine.Machine[S, Verb, struct{}], all []S) {
	require.Equal(t, all, slices.Collect(m.States()), "every word is a state of the machine")
	table := map[S]map[Verb]S{}
	for r := range m.Rules() {
		for _, from := range r.From {
			if table[from] == nil {
				table[from] = map[Verb]S{}
			}
			table[from][r.On] = r.To
		}
		assert.NotEmpty(t, r.Basis, "%s", r.On)
		assert.NotEmpty(t, r.Source, "%s", r.On)
		assert.Equal(t, rowOf(r.On).By, r.By, "%s: the machine and the coupling disagree about whose act it is", r.On)
	}
	cells(all, func(from S, on Verb) {
		want, legal := table[from][on]
		to, err := m.Step(struct{}{}, from, on)
		assert.Equal(t, legal, m.Can(struct{}{}, from, on), "%s by %s", from, on)
		assert.Equal(t, err, m.Check(struct{}{}, from, on), "%s by %s", from, on)
		_, has := m.Rule(from, on)
		assert.Equal(t, legal, has, "%s by %s", from, on)
		assert.Equal(t, legal, slices.Contains(slices.Collect(m.Events(struct{}{}, from)), on), "%s by %s", from, on)
		fired, fireErr := m.Fire(context.Background(), struct{}{}, from, on)
		assert.Equal(t, to, fired, "%s by %s", from, on)
		assert.Equal(t, err == nil, fireErr == nil, "%s by %s", from, on)
		if !legal {
			assert.ErrorIs(t, err, machine.ErrNoRule, "%s by %s", from, on)
			assert.ErrorIs(t, fireErr, machine.ErrNoRule, "%s by %s", from, on)
			assert.Equal(t, from, to, "%s by %s", from, on)
		} else {
			require.NoError(t, err, "%s by %s", from, on)
			assert.Equal(t, want, to, "%s by %s", from, on)
		}
		if slices.Contains(all, from) {
			engine := m.FSM(from, nil)
			err := engine.Event(context.Background(), on.String())
			var same fsm.NoTransitionError
			accepted := err == nil || errors.As(err, &same) && same.Err == nil
			assert.Equal(t, legal, accepted, "looplab: %s by %s: %v", from, on, err)
			assert.Equal(t, to.String(), engine.Current(), "looplab: %s by %s", from, on)
		}
	})
}

func TestProviderProvisioningTable(t *testing.T) {
	checkTable(t, providerProvisioning, slices.Collect(ProviderStates()))
}

func TestMicrosoftStatusTable(t *testing.T) {
	checkTable(t, microsoftStatus, slices.Collect(Statuses()))
}

// TestProviderArrows compares the machine with a copy of its rules, to detect unintended
// changes.
func TestProviderArrows(t *testing.T) {
	checkArrows(t, providerProvisioning, map[[2]ProviderState][]Verb{
		{NotProvisioned, Provisioning}:   {ProvisioningStarted},
		{NotProvisioned, Provisioned}:    {ProvisioningFinished},
		{Provisioning, Provisioned}:      {ProvisioningFinished},
		{Provisioning, NotProvisioned}:   {ProvisioningAbandoned, DeprovisioningFinished},
		{Provisioned, Deprovisioning}:    {DeprovisioningStarted},
		{Provisioned, NotProvisioned}:    {DeprovisioningFinished},
		{Deprovisioning, NotProvisioned}: {DeprovisioningFinished},
	})
}

func TestStatusArrows(t *testing.T) {
	checkArrows(t, microsoftStatus, map[[2]Status][]Verb{
		{NotCreated, Enabling}: {CreateCircuit},
		{Enabling, Enabling}:   {RefreshCircuit, ProvisioningAbandoned, DeprovisioningFinished},
		{Enabling, Enabled}:    {OperationFinished, CircuitRepaired},
		{Enabling, Disabling}:  {DeleteCircuit},
		{Enabling, Disabled}:   {OperationFailed},
		{Enabled, Enabled}:     {RefreshCircuit, ProvisioningAbandoned, DeprovisioningFinished, OperationFinished, OperationFailed},
		{Enabled, Disabling}:   {DeleteCircuit},
		{Enabled, Disabled}:    {CircuitDisabled},
		{Disabling, Disabling}: {DeleteCircuit, OperationFailed},
		{Disabling, Disabled}:  {ProvisioningAbandoned, DeprovisioningFinished},
		{Disabling, Gone}:      {CircuitDeleted},
		{Disabled, Enabling}:   {RefreshCircuit},
		{Disabled, Enabled}:    {CircuitRepaired},
		{Disabled, Disabling}:  {DeleteCircuit},
		{Disabled, Disabled}:   {ProvisioningAbandoned, DeprovisioningFinished, OperationFailed},
		{Disabled, Gone}:       {CircuitDeleted},
	})
}

func checkArrows[S machine.State](t *testing.T, m *machine.Machine[S, Verb, struct{}], want map[[2]S][]Verb) {
	t.Helper()
	got := map[[2]S][]Verb{}
	for from := range m.States() {
		for v := range Verbs() {
			if to, err := m.Step(struct{}{}, from, v); err == nil {
				got[[2]S{from, to}] = append(got[[2]S{from, to}], v)
			}
		}
	}
	assert.Equal(t, want, got)
}

// TestTerminalStates checks that no event leads out of a terminal state.
func TestTerminalStates(t *testing.T) {
	for v := range Verbs() {
		assert.False(t, microsoftStatus.Can(struct{}{}, Gone, v), "%s", v)
		assert.False(t, providerProvisioning.Can(struct{}{}, NotApplicable, v), "%s", v)
	}
}

func TestCouplingHasOneRowAVerb(t *testing.T) {
	require.Len(t, couplings, len(slices.Collect(Verbs())))
	for i, row := range couplings {
		assert.Equal(t, Verb(i+1), row.On, "row %d stands at the place of another verb", i)
		assert.Same(t, &couplings[i], rowOf(row.On))
	}
	assert.Nil(t, rowOf(0))
	assert.Nil(t, rowOf(Verb(len(couplings)+1)))
	assert.Nil(t, rowOf(255))
}

func TestCouplingRowsAreComplete(t *testing.T) {
	actors := slices.Collect(machine.Actors())
	bases := slices.Collect(machine.Bases())
	for _, row := range couplings {
		t.Run(row.On.String(), func(t *testing.T) {
			assert.Contains(t, actors, row.By)
			assert.Contains(t, bases, row.Basis)
			assert.NotEmpty(t, row.Source)
			assert.Empty(t, row.Needs.Problems())
			assert.NotEmpty(t, row.Of.want)
			assert.Equal(t, row.Lasts.typical > 0, row.Lasts.source != "", "a duration has a source")
			needs := map[machine.Need]bool{}
			for _, g := range row.Needs {
				assert.False(t, needs[g.Need], "%s twice", g.Need)
				needs[g.Need] = true
				if g.Who == nil {
					assert.Equal(t, g.Actor == machine.Nobody, g.Fix == "", "%s: who can make it hold does something", g.Need)
				}
			}
			assert.Equal(t, row.By, row.On.Actor())
			assert.Equal(t, row.By, Event{Verb: row.On}.Actor())
		})
	}
}

// TestImperativesAreTheCustomers checks that the form of a verb tells whether it is the
// customer's.
func TestImperativesAreTheCustomers(t *testing.T) {
	for v := range Verbs() {
		word := v.String()
		participle := strings.HasSuffix(word, "ed") || v == FailureSpread || v == PrefixesNotMatched || v == SessionLost
		assert.Equal(t, !participle, v.Actor() == machine.Customer, "%s by %s", word, v.Actor())
	}
}

// TestEveryMoveHasAMachine checks that every verb moves a machine with an event that the
// machine has a rule for, or has an effect.
func TestEveryMoveHasAMachine(t *testing.T) {
	knows := func(v Verb, verbs ...Verb) bool { return slices.Contains(verbs, v) }
	var provider, status []Verb
	for r := range providerProvisioning.Rules() {
		provider = append(provider, r.On)
	}
	for r := range microsoftStatus.Rules() {
		status = append(status, r.On)
	}
	for _, row := range couplings {
		does := row.Moves
		assert.Equal(t, does.provider, knows(row.On, provider...), "%s: provider", row.On)
		assert.Equal(t, does.status, knows(row.On, status...), "%s: status", row.On)
		still := !does.provider && !does.status && does.circuit == 0 && does.peering == 0 && does.admin == 0 && does.prefixes == 0
		seen := row.Of.shapes&onPath != 0 || row.Of.shapes&onLink != 0 && row.By == machine.Microsoft // a session or a link is as it was read
		assert.Equal(t, seen, still && row.Does == nil, "%s does nothing", row.On)
	}
}

// needConstants returns the constants of type machine.Need that the package declares, by
// name.
func needConstants(t *testing.T) map[string]string {
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	needs := map[string]string{}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Need") {
				return true
			}
			if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
				needs[spec.Names[0].Name], err = strconv.Unquote(lit.Value)
				assert.NoError(t, err)
			}
			return true
		})
	}
	return needs
}

// TestNeedsAreUsedAndUnique checks that all Needs have different words, because programs
// match them, and that each is reported somewhere.
func TestNeedsAreUsedAndUnique(t *testing.T) {
	needs := needConstants(t)
	require.Greater(t, len(needs), 40)
	byWord := map[string]string{}
	for name, word := range needs {
		assert.NotEmpty(t, word, name)
		assert.Empty(t, byWord[word], "%s and %s are one word", name, byWord[word])
		byWord[word] = name
	}
	inTable := map[string]bool{}
	for _, row := range couplings {
		for _, g := range row.Needs {
			assert.Contains(t, byWord, string(g.Need), "%s of %s has no constant", g.Need, row.On)
			inTable[byWord[string(g.Need)]] = true
		}
	}
	// Those of answers other than refusals.
	elsewhere := []string{
		"NeedObserved", "NeedChoice", "NeedPossible",
		"NeedAnyPeering", "NeedSessionUp", "NeedConnected", "NeedPortLink", // in service
		"NeedSeparateEdge", "NeedBothPaths", "NeedPublicServices", "NeedBothPortLinks", // risks
		"NeedModelled", "NeedOfferedBandwidth", "NeedDirectOrder", "NeedOneLink", "NeedLinkKind", // the spec
	}
	for name := range needs {
		if !inTable[name] {
			assert.Contains(t, elsewhere, name)
			assert.Greater(t, uses(t, name), 1, "%s is declared and never used", name)
		}
	}
}

// uses counts how often the package's code uses an identifier, with its declaration.
func uses(t *testing.T, name string) int {
	files, err := os.ReadDir(".")
	require.NoError(t, err)
	n := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(node ast.Node) bool {
			if id, ok := node.(*ast.Ident); ok && id.Name == name {
				n++
			}
			return true
		})
	}
	return n
}

// TestStateIsSmall checks that State has at most 64 bytes, is comparable, and has no
// pointers and no padding.
func TestStateIsSmall(t *testing.T) {
	assert.LessOrEqual(t, unsafe.Sizeof(State{}), uintptr(64))
	typ := reflect.TypeOf(State{})
	assert.True(t, typ.Comparable())
	assert.Equal(t, unsafe.Sizeof(State{}), unpadded(t, typ), "padding")
}

// unpadded returns the size of a type without padding.
func unpadded(t *testing.T, typ reflect.Type) uintptr {
	switch typ.Kind() {
	case reflect.Struct:
		var sum uintptr
		for i := range typ.NumField() {
			sum += unpadded(t, typ.Field(i).Type)
		}
		return sum
	case reflect.Array:
		return uintptr(typ.Len()) * unpadded(t, typ.Elem())
	case reflect.Uint8:
		return 1
	}
	require.Failf(t, "unexpected", "%s in State", typ)
	return 0
}

// TestStateComparesEveryField checks that states that differ in one byte are not equal,
// and that equal states are the same key of a map.
func TestStateComparesEveryField(t *testing.T) {
	var base State
	size := int(unsafe.Sizeof(base))
	seen := map[State]int{base: -1}
	for i := range size {
		s := base
		unsafe.Slice((*byte)(unsafe.Pointer(&s)), size)[i] = 1
		assert.NotEqual(t, base, s, strconv.Itoa(i))
		seen[s] = i
	}
	assert.Len(t, seen, size+1)
}

func TestLinkSet(t *testing.T) {
	var s linkSet
	for i := range MaxLinks {
		assert.False(t, s.has(i))
		with := s.with(i)
		assert.True(t, with.has(i))
		assert.Equal(t, 1, with.len())
		assert.Equal(t, s, with.without(i))
		assert.False(t, s.has(i), "with does not change its receiver")
	}
	full := s
	for i := range MaxLinks {
		full = full.with(i)
	}
	assert.Equal(t, MaxLinks, full.len())
	assert.GreaterOrEqual(t, MaxLinks, 100, "Azure links 100 networks to one circuit")
}

// TestEventSubjects checks that an event with the subject of its verb is accepted, and
// that any other event is a SubjectError and moves nothing.
func TestEventSubjects(t *testing.T) {
	c := fresh(Spec{Order: fullOrder, Links: twoLinks, Wants: peering.Wants{Private: privateV4}})
	legal := map[Event]bool{}
	for _, e := range c.events() {
		legal[e] = true
		parsed, err := ParseEvent(e.String())
		assert.NoError(t, err, "%s", e)
		assert.Equal(t, e, parsed)
	}
	for v := Verb(0); int(v) <= len(couplings)+1; v++ {
		for p := peering.Type(0); p <= 4; p++ {
			for f := peering.Family(0); f <= 3; f++ {
				for _, path := range []bgp.DevicePath{0, 1, 2, 3} {
					for _, link := range []string{"", "/vnet1", "/vnet2", "/vnet3"} {
						e := Event{Verb: v, Peering: p, Family: f, Path: path, Link: link}
						err := c.Check(e)
						var subject *SubjectError
						assert.Equal(t, !legal[e], errors.As(err, &subject), "%s: %v", e, err)
						if !legal[e] {
							assert.Equal(t, e, subject.Event)
							assert.NotEmpty(t, subject.Want)
							assert.False(t, c.Can(e))
							after, err := c.Apply(e)
							assert.Error(t, err)
							assert.Equal(t, c, after)
						}
					}
				}
			}
		}
	}
}
