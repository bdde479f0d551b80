package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Operation is the outcome of the last operation on one ARM resource, a
// circuit or a peering: what ARM calls provisioningState. It says whether a
// write was taken, never whether the circuit can be used. The zero value is not
// observed.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/network.json
type Operation uint8

const (
	_          Operation = iota
	NoResource           // there is no such resource; its owner may create it
	Creating             // in the making; Microsoft's turn
	Updating             // a write is being applied; Microsoft's turn
	Succeeded            // the last write was applied; a new one is welcome
	Failed               // the last operation failed: writes to children are refused until a PUT of this resource succeeds
	Canceled             // as Failed
	Deleting             // on its way out; Microsoft's turn
)

var operations = machine.Spell[Operation]("peering.Operation",
	"not observed", "NoResource", "Creating", "Updating", "Succeeded", "Failed", "Canceled", "Deleting")

// Operations yields every outcome.
func Operations() iter.Seq[Operation] { return operations.All() }

func (o Operation) String() string                { return operations.String(o) }
func (o Operation) MarshalText() ([]byte, error)  { return operations.MarshalText(o) }
func (o *Operation) UnmarshalText(b []byte) error { return operations.UnmarshalText(o, b) }

// InFlight reports whether Microsoft is at work on the resource.
func (o Operation) InFlight() bool { return o == Creating || o == Updating || o == Deleting }

// Broken reports whether the last operation failed or was canceled.
func (o Operation) Broken() bool { return o == Failed || o == Canceled }

// OperationEvent moves an [Operation].
type OperationEvent uint8

const (
	_      OperationEvent = iota
	Write                 // a PUT is taken
	Delete                // a DELETE is taken
	Finish                // the write was applied
	Fail                  // the operation failed
	Spread                // an operation on a child failed and took this resource with it
	Vanish                // the resource is gone
)

var operationEvents = machine.Spell[OperationEvent]("peering.OperationEvent",
	"none", "Write", "Delete", "Finish", "Fail", "Spread", "Vanish")

func (e OperationEvent) String() string { return operationEvents.String(e) }

// ResourceOperation returns the machine of [Operation].
func ResourceOperation() *machine.Machine[Operation, OperationEvent, struct{}] {
	return resourceOperation
}

var resourceOperation = machine.MustCompile(machine.Table[Operation, OperationEvent, struct{}]{
	Name:     "resource operation",
	States:   []Operation{NoResource, Creating, Updating, Succeeded, Failed, Canceled, Deleting},
	Initial:  []Operation{NoResource},
	Observed: []Operation{Creating, Canceled},
	Rules: []machine.Rule[Operation, OperationEvent, struct{}]{
		{From: []Operation{NoResource, Succeeded, Failed, Canceled}, On: Write, To: Updating, By: machine.Customer, Basis: machine.Documented, Source: sourceARM},
		{From: []Operation{Creating, Updating}, On: Finish, To: Succeeded, By: machine.Microsoft, Basis: machine.Documented, Source: sourceARM},
		{From: []Operation{Creating, Updating, Deleting}, On: Fail, To: Failed, By: machine.Microsoft, Basis: machine.Documented, Source: sourceARM},
		{From: []Operation{Creating, Updating, Succeeded, Failed, Canceled, Deleting}, On: Spread, To: Failed, By: machine.Microsoft, Basis: machine.Observed, Source: sourceSpread},
		{From: []Operation{Succeeded, Failed, Canceled}, On: Delete, To: Deleting, By: machine.Customer, Basis: machine.Observed, Source: sourceStuck},
		{From: []Operation{Creating, Updating, Deleting}, On: Delete, To: Deleting, By: machine.Customer, Basis: machine.Inferred, Source: sourceStuck},
		{From: []Operation{Deleting}, On: Vanish, To: NoResource, By: machine.Microsoft, Basis: machine.Documented, Source: sourceARM},
	},
})
