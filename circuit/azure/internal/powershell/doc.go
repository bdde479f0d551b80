// Package powershell reads the text that PowerShell's cmdlets print of circuits and
// their parts, and turns each printed object into an index of JSON.
//
// Format-List prints an object as a block of columns, with a blank line after it:
//
//	Name                             : north
//	Id                               : /subscriptions/00000000-0000-0000-0000-000000000000/resourceGro
//	                                   ups/network/providers/Microsoft.Network/expressRouteCircuits/north
//	Sku                              : {
//	                                     "Name": "Standard_MeteredData",
//
// A value that is wider than the console continues on the next line, below its
// beginning. People paste such text into articles and tickets, which moves the
// columns and their colons, removes the blanks at the ends of lines, and masks
// values. So the columns of one block may begin at different places, and their
// colons may stand at different places.
//
// [Decode] makes a [Text] of a document, [Text.Blocks] yields its blocks,
// [Block.Kind] says which object a block is, and a [Sheet] makes JSON of its
// columns. Every error has the place in the document that it is about.
//
// Source: https://learn.microsoft.com/en-us/powershell/module/microsoft.powershell.utility/format-list
package powershell
