package peering

import (
	"iter"

	"github.com/expressroute-go/expressroute/machine"
)

// Operation is the result of the last operation on one ARM resource, a circuit
// or a peering. ARM calls it provisioningState. It says whether a write was
// applied; it does not say whether the circuit can be used. The zero value is not
// observed.
//
// Source: github.com/Azure/azure-rest-api-specs,
// specification/network/resource-manager/Microsoft.Network/stable/2024-05-01/network.json
type Operation uint8

const (
	_          Operation = iota
	NoResource           // the resource does not exist; its owner can create it; goes to Updating
	Creating             // being created; Microsoft's turn; goes to Succeeded or Failed
	Updating             // a write is being applied; Microsoft's turn; goes to Succeeded or Failed
	Succeeded            // the last write was applied; nobody has to act; goes to Updating, Deleting or Failed
	Failed               // the last operation failed; the owner has to write the resource again: until that succeeds, Azure refuses writes to its children; goes to Updating or Deleting
	Canceled             // the last operation was canceled; turn and next states are those of Failed
	Deleting             // being deleted; Microsoft's turn; goes to NoResource or Failed
)

var operations = machine.Spell[Operation]("peering.Operation",
	"not observed", "NoResource", "Creating", "Updating", "Succeeded", "Failed", "Canceled", "Deleting")

// Operations yields every result.
func Operations() iter.Seq[Operation] { return operations.All() }

func (o Operation) String() string                { return operations.String(o) }
func (o Operation) MarshalText() ([]byte, error)  { return operations.MarshalText(o) }
func (o *Operation) UnmarshalText(b []byte) error { return operations.UnmarshalText(o, b) }

// InFlight reports whether an operation on the resource has not finished.
func (o Operation) InFlight() bool { return o == Creating || o == Updating || o == Deleting }

// Broken reports whether the last operation failed or was canceled.
func (o Operation) Broken() bool { return o == Failed || o == Canceled }

// OperationEvent is an event in the operations on one resource.
type OperationEvent uint8

const (
	_      OperationEvent = iota
	Write                 // Azure accepts a PUT
	Delete                // Azure accepts a DELETE
	Finish                // the write was applied
	Fail                  // the operation failed
	Spread                // an operation on a child failed and made this resource Failed too
	Vanish                // the resource was deleted
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
