package azure

// cli is how az network express-route and az network cross-connection print:
// properties among the resource's own fields, "resourceGroup" beside every ID,
// and null for what is absent. Until az 2.50, and in the documentation, AS
// numbers are spelled azureAsn; later ones print the schema's azureASN.
//
// Sources: https://learn.microsoft.com/en-us/azure/expressroute/howto-routing-cli;
// github.com/Azure/azure-cli,
// src/azure-cli/azure/cli/command_modules/network/aaz/latest/network/express_route/_show.py
var cli = &dialect{
	flat:  true,
	names: map[string]string{"azureASN": "azureAsn", "peerASN": "peerAsn", "customerASN": "customerAsn"},
	extra: fieldsNamed("resourceGroup", "zones"),
}

// powerShellJSON is how the Az cmdlets' objects look through ConvertTo-Json.
// What they show as text columns too ends in Text. Without -Depth it stops
// early, and has the names of types in the place of peerings, which is refused.
//
// Source: github.com/Azure/azure-powershell,
// src/Network/Network/Models/PSExpressRouteCircuit.cs
var powerShellJSON = &dialect{
	flat:  true,
	upper: true,
	extra: fieldsNamed("ResourceGroupName", "ResourceGuid", "Tag", "TagsTable"),
}
