// Package circuittest is for tests of programs that use ExpressRoute circuits, as
// net/http/httptest is for tests of programs that use HTTP. A [Server] speaks enough
// of Azure Resource Manager for real clients: az, Terraform's azurerm, Azure's SDKs.
//
// # What moves a circuit
//
// Each circuit in the server is a [journal.Tracker]: its states change only as the
// machines of package circuit allow. A request becomes events, such as
// ConfigurePeering, and the end of an operation becomes others, such as
// OperationFinished. [Circuit.Journal] returns them all.
//
// A request is refused where Azure was seen to refuse it, with Azure's code and
// message; the table in refusal.go has these refusals. Other rules of package circuit
// are only documented, and Azure was seen to accept what breaks them: it accepted
// every recorded peering on a NotProvisioned circuit. [Options.Strict] refuses by
// these rules too.
//
// # Who acts
//
// The program under test is the customer. The test itself plays the connectivity
// provider and Microsoft, through a [Circuit]: [Circuit.Finish] provisions the circuit,
// [Circuit.Validate] accepts the advertised prefixes, [Circuit.FailOperation] lets an
// operation fail.
//
// # Time
//
// The server never sleeps. It has a virtual clock, [Server.Clock]. A write begins an
// operation that takes the time that was typical in recordings. It ends when the clock
// is advanced that far, or when the client has polled it [Options.Polls] times.
//
// # What is served
//
// Documents have the fields of recorded answers, and lack what those lack. The answer
// to a PUT of a circuit shows it as Updating, Disabled and NotProvisioned, whatever it
// is, as Azure's does. Package circuit/azure reads all documents of this server.
//
// The server listens on the loopback interface only, keeps everything in memory, and
// takes any bearer token.
package circuittest
