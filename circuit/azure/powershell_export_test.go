package azure

// What tests of this package call.
var (
	ReadPowerShell    = readPowerShell
	ShapeOfPowerShell = shapeOfPowerShell
)
