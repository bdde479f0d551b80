package azure

// What tests of this package call.
var (
	ReadPowerShell    = readPowerShell
	ShapeOfPowerShell = shapeOfPowerShell
	PagesOf           = pagesOf // in parts of a given size
)
