package circuittest

// What the documents of older API versions do not have. A field has the first version
// of which it was recorded, or in which the schema has it.
//
// Source: recorded: github.com/Azure/azure-cli, github.com/Azure/azure-powershell and
// others, 2015-2025

func (p *circuitProperties) forVersion(version string) {
	if version < "2016-09-01" {
		p.AllowClassicOperations = nil
	}
	if version < "2016-12-01" {
		p.GatewayManagerETag = nil
	}
	if version < "2018-08-01" {
		p.STag = nil
	}
	if version < "2018-12-01" {
		p.AllowGlobalReach, p.GlobalReachEnabled = nil, nil
	}
	for i := range p.Peerings {
		p.Peerings[i] = p.Peerings[i].forVersion(version)
	}
	for i := range p.Authorizations {
		p.Authorizations[i] = p.Authorizations[i].forVersion(version)
	}
}

func (d peeringDoc) forVersion(version string) peeringDoc {
	p := &d.Properties
	if version < "2016-09-01" {
		p.LastModifiedBy = nil
	}
	if version < "2016-12-01" {
		p.GatewayManagerETag = nil
	}
	if version < "2017-06-01" && p.Microsoft != nil {
		m := *p.Microsoft
		m.LegacyMode = nil
		p.Microsoft = &m
	}
	if version < "2018-02-01" {
		p.Connections = nil
	}
	if version < "2018-08-01" {
		d.Type = ""
	}
	if version < "2019-04-01" {
		p.PeeredConnections = nil
	}
	return d
}

func (d authorizationDoc) forVersion(version string) authorizationDoc {
	if version < "2018-08-01" {
		d.Type = ""
	}
	return d
}
