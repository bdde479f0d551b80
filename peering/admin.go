package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Admin is the administration of one address family of a peering. ARM calls it
// the state of the peering, the classic API its BGP state. It is a switch that
// the customer sets and says nothing about the session: Azure also shows
// Enabled for a peering whose prefixes are in ValidationNeeded. The zero value
// is not observed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering
type Admin uint8

const (
	_        Admin = iota
	Absent         // not configured; the party that manages the peering can configure it; goes to Enabled
	Disabled       // configured, and switched off or refused; the party that manages the peering can enable it; goes to Enabled or Absent
	Enabled        // configured and switched on; nobody has to act: Microsoft enables BGP when its conditions hold; goes to Disabled or Absent
)

var admins = machine.Spell[Admin]("peering.Admin", "not observed", "Absent", "Disabled", "Enabled")

// Admins yields every administrative state.
func Admins() iter.Seq[Admin] { return admins.All() }

func (a Admin) String() string                { return admins.String(a) }
func (a Admin) MarshalText() ([]byte, error)  { return admins.MarshalText(a) }
func (a *Admin) UnmarshalText(b []byte) error { return admins.UnmarshalText(a, b) }

// AdminEvent is an event in the administration of one address family.
type AdminEvent uint8

const (
	_         AdminEvent = iota
	Configure            // the family is configured, or its configuration is changed
	Disable              // the family is switched off
	Enable               // the family is switched on
	Refuse               // Microsoft refuses a configuration after it had accepted it for processing
	Remove               // the family or the whole peering is deleted
)

var adminEvents = machine.Spell[AdminEvent]("peering.AdminEvent", "none", "Configure", "Disable", "Enable", "Refuse", "Remove")

func (e AdminEvent) String() string { return adminEvents.String(e) }

// Administration returns the machine of [Admin].
//
// A new peering is Enabled: this is the documented default, and most recorded
// responses to the first PUT show it. The others show Disabled until the
// operation has finished.
func Administration() *machine.Machine[Admin, AdminEvent, struct{}] { return administration }

var administration = machine.MustCompile(machine.Table[Admin, AdminEvent, struct{}]{
	Name:    "peering administration",
	States:  []Admin{Absent, Disabled, Enabled},
	Initial: []Admin{Absent},
	Rules: []machine.Rule[Admin, AdminEvent, struct{}]{
		{From: []Admin{Absent, Enabled}, On: Configure, To: Enabled, By: machine.Customer, Basis: machine.Documented, Source: sourceReset},
		{From: []Admin{Disabled}, On: Configure, To: Disabled, By: machine.Customer, Basis: machine.Inferred, Source: sourceReset},
		{From: []Admin{Enabled}, On: Disable, To: Disabled, By: machine.Customer, Basis: machine.Documented, Source: sourceReset},
		{From: []Admin{Disabled}, On: Enable, To: Enabled, By: machine.Customer, Basis: machine.Documented, Source: sourceReset},
		{From: []Admin{Disabled, Enabled}, On: Refuse, To: Disabled, By: machine.Microsoft, Basis: machine.Observed, Source: sourceRefused},
		{From: []Admin{Absent, Disabled, Enabled}, On: Remove, To: Absent, By: machine.Customer, Basis: machine.Documented, Source: sourceHowTo},
	},
})
