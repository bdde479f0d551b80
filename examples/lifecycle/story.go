package main

import (
	"github.com/expressroute-go/expressroute/circuit"
	"github.com/expressroute-go/expressroute/peering"
)

// chapter is a part of the story: what the article says, and what happens.
type chapter struct {
	title string
	says  []string // quotes from the article
	from  string   // start from the circuit that another chapter saved as to; empty to continue from the chapter before
	lines []line
	to    string // save the circuit at the end of the chapter under this name; empty to not save it
}

// line does one thing: it applies an event, tries a forbidden one, or prints the
// circuit.
type line func(*teller) error

// does applies an event.
func does(e circuit.Event) line { return func(t *teller) error { return t.does(e) } }

// refused tries an event that the rules must refuse.
func refused(e circuit.Event) line { return func(t *teller) error { return t.refused(e) } }

// unusable tries to use a peering that must not be in service yet.
func unusable(p peering.Type) line { return func(t *teller) error { return t.unusable(p) } }

// under gives the circuit another spec.
func under(s circuit.Spec) line { return func(t *teller) error { return t.under(s) } }

// standing prints everything about the circuit.
func standing(t *teller) error { return t.standing() }

func on(v circuit.Verb) circuit.Event { return circuit.Event{Verb: v} }

func onPeering(v circuit.Verb, p peering.Type) circuit.Event {
	return circuit.Event{Verb: v, Peering: p}
}

func onPrefixes(v circuit.Verb) circuit.Event {
	return circuit.Event{Verb: v, Peering: peering.Microsoft, Family: peering.IPv4}
}

func onLink(v circuit.Verb, network string) circuit.Event {
	return circuit.Event{Verb: v, Link: network}
}

const (
	inService = "in service"
	billed    = "Microsoft will continue to bill the circuit until you run the PowerShell cmdlet to deprovision the circuit."
)

// story is the article, from its first step to its last state.
func story() []chapter {
	return []chapter{
		creating(), ordering(), provisioning(),
		routing(), validating(), linking(),
		today(), providerFirst(), customerFirst(),
	}
}

func creating() chapter {
	return chapter{
		title: "Step 1: configure an ExpressRoute circuit",
		says: []string{
			"You will see the ExpressRoute circuit in the state described below as soon as you run the PowerShell cmdlet to create the ExpressRoute circuit. NotProvisioned, Enabled.",
		},
		lines: []line{
			refused(on(circuit.HandOverServiceKey)),
			does(on(circuit.CreateCircuit)),
			does(on(circuit.OperationFinished)),
			refused(onPeering(circuit.ConfigurePeering, peering.Private)),
			standing,
		},
	}
}

func ordering() chapter {
	return chapter{
		title: "Step 2: order connectivity from the service provider",
		says: []string{
			"You will see the ExpressRoute circuit in the state described below as soon as you pass the service key to the connectivity provider and they have started the provisioning process. Provisioning, Enabled.",
		},
		lines: []line{
			refused(on(circuit.ProvisioningStarted)),
			does(on(circuit.OrderConnectivity)),
			does(on(circuit.HandOverServiceKey)),
			does(on(circuit.ProvisioningStarted)),
			refused(onLink(circuit.LinkNetwork, office)),
		},
	}
}

func provisioning() chapter {
	return chapter{
		title: "Step 3: ensure that the circuit has been provisioned successfully",
		says: []string{
			"Provisioned and Enabled is the only state the circuit can be in for you to be able to use it.",
		},
		lines: []line{
			does(on(circuit.ProvisioningFinished)),
			unusable(peering.Private),
		},
	}
}

func routing() chapter {
	return chapter{
		title: "Step 4: configure routing domains",
		says: []string{
			"If you are using a Layer 2 provider, you can configure routing for your circuit only when it is in this state.",
		},
		lines: []line{
			does(onPeering(circuit.ConfigurePeering, peering.Private)),
			refused(onPeering(circuit.ConfigurePeering, peering.Public)),
			does(onPeering(circuit.OperationFinished, peering.Private)),
			does(onPeering(circuit.ConfigurePeering, peering.Public)),
			does(onPeering(circuit.OperationFinished, peering.Public)),
			does(onPeering(circuit.ConfigurePeering, peering.Microsoft)),
			does(onPeering(circuit.OperationFinished, peering.Microsoft)),
		},
	}
}

func validating() chapter {
	return chapter{
		title: "Step 4, Microsoft peering: the advertised public prefixes",
		says: []string{
			"If the advertised public prefix state is set to a validation needed state, the BGP session is not enabled, as the advertised prefixes did not match the AS number in any of the routing registries.",
			"If the advertised public prefixes state is in manual validation state, you must open a support ticket with Microsoft support and provide evidence that you own the IP addresses advertised along with the associated Autonomous System number.",
		},
		lines: []line{
			does(onPrefixes(circuit.ValidationStarted)),
			does(onPrefixes(circuit.PrefixesNotMatched)),
			unusable(peering.Microsoft),
			does(onPrefixes(circuit.OpenTicket)),
			does(onPrefixes(circuit.EvidenceAccepted)),
		},
	}
}

func linking() chapter {
	return chapter{
		title: "Step 5: link virtual networks",
		says: []string{
			"These VNets can either be in the same Azure subscription as the ExpressRoute circuit, or can be in a different subscription.",
		},
		lines: []line{
			does(onLink(circuit.LinkNetwork, office)),
			refused(onLink(circuit.NetworkLinked, partner)),
			does(onLink(circuit.CreateAuthorization, partner)),
			does(onLink(circuit.NetworkLinked, partner)),
			standing,
		},
		to: inService,
	}
}

func today() chapter {
	return chapter{
		title: "Taking it down in today's edition: every condition that a delete does not meet",
		from:  inService,
		lines: []line{
			under(retired(orderToday())),
			refused(on(circuit.DeleteCircuit)),
		},
	}
}

func providerFirst() chapter {
	return chapter{
		title: "Taking it down in 2016: the provider deprovisions first",
		says: []string{
			"You will see the circuit set to the state described below after the service provider has completed the deprovisioning process. NotProvisioned, Enabled.",
			"You can choose to re-enable it if needed, or run PowerShell cmdlets to delete the circuit.",
			billed,
		},
		from: inService,
		lines: []line{
			under(retired(order2016())),
			refused(on(circuit.DeprovisioningFinished)),
			does(onLink(circuit.UnlinkNetwork, office)),
			does(onLink(circuit.NetworkUnlinked, partner)),
			does(onLink(circuit.RevokeAuthorization, partner)),
			does(on(circuit.RequestDeprovisioning)),
			does(on(circuit.DeprovisioningStarted)),
			does(on(circuit.DeprovisioningFinished)),
			standing,
			does(on(circuit.DeleteCircuit)),
			does(on(circuit.CircuitDeleted)),
			refused(on(circuit.OrderConnectivity)),
		},
	}
}

func customerFirst() chapter {
	return chapter{
		title: "Taking it down in 2016: the customer deletes first",
		says: []string{
			"You will see the ExpressRoute circuit in the state described below as soon as you run the PowerShell cmdlet to delete the ExpressRoute circuit. Provisioned, Disabling.",
			"You must reach out to your connectivity provider to deprovision the ExpressRoute circuit.",
			billed,
		},
		from: inService,
		lines: []line{
			under(retired(order2016())),
			refused(on(circuit.DeleteCircuit)),
			does(onLink(circuit.UnlinkNetwork, office)),
			does(onLink(circuit.RevokeAuthorization, partner)),
			does(on(circuit.DeleteCircuit)),
			refused(on(circuit.CircuitDeleted)),
			does(on(circuit.RequestDeprovisioning)),
			does(on(circuit.DeprovisioningFinished)),
			does(on(circuit.CircuitDeleted)),
		},
	}
}
