package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Admin is the administration of one address family of a peering: what ARM
// calls the peering's state, and the classic API its BGP state. It is the
// switch that the customer sets, not the session: Azure shows Enabled beside
// prefixes in ValidationNeeded. The zero value is not observed.
//
// Source: https://learn.microsoft.com/en-us/azure/expressroute/expressroute-howto-reset-peering
type Admin uint8

const (
	_        Admin = iota
	Absent         // the family is not configured; whoever manages the peering may configure it
	Disabled       // configured and switched off, or refused; whoever manages the peering may enable it
	Enabled        // configured and switched on; Microsoft's edge enables BGP when the rest holds
)

var admins = machine.Spell[Admin]("peering.Admin", "not observed", "Absent", "Disabled", "Enabled")

// Admins yields every administrative state.
func Admins() iter.Seq[Admin] { return admins.All() }

func (a Admin) String() string                { return admins.String(a) }
func (a Admin) MarshalText() ([]byte, error)  { return admins.MarshalText(a) }
func (a *Admin) UnmarshalText(b []byte) error { return admins.UnmarshalText(a, b) }

// AdminEvent moves the administration of one family.
type AdminEvent uint8

const (
	_         AdminEvent = iota
	Configure            // the family's configuration is written
	Disable              // switched off
	Enable               // switched on
	Refuse               // Microsoft refused a configuration that had been accepted for processing
	Remove               // the family, or the whole peering, is deleted
)

var adminEvents = machine.Spell[AdminEvent]("peering.AdminEvent", "none", "Configure", "Disable", "Enable", "Refuse", "Remove")

func (e AdminEvent) String() string { return adminEvents.String(e) }

// Administration returns the machine of [Admin].
//
// A new peering is Enabled from the start: that is the documented default, and
// what most recorded answers to the first PUT show; the others show Disabled
// until the operation has finished.
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
