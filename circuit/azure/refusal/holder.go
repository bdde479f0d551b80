package refusal

import (
	"regexp"
	"strings"

	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
)

// maxHolders is how many resources that hold another are read.
const maxHolders = 16

// hold matches what stands between a resource and those that hold it.
//
// Sources: https://github.com/hashicorp/terraform-provider-azurerm/issues/688 (in use
// by, still allocated to), https://github.com/hashicorp/terraform/issues/7986 (used
// by resource), https://github.com/hashicorp/terraform-provider-azurerm/issues/17478
// (scopes that are locked)
var hold = regexp.MustCompile(`(?i)\b(?:(?:in use|(?:being )?used|referenced|held|blocked) by|(?:still )?(?:allocated|attached|associated|linked|connected) (?:to|with)|scope\(s\) are locked)\b|\bscope\(s\) are locked:`)

var (
	resourceID  = regexp.MustCompile(`(?i)/subscriptions/[^\s"'<>,;|{}\[\]?]+`)
	sentenceEnd = regexp.MustCompile(`\.\s|\band cannot\b|\bis not in\b`)
)

// holders returns which resource the message says is held, and by which others.
// All are empty where it does not name them by their IDs.
func holders(message string) (resource string, by []string) {
	message = squeeze(message[:min(len(message), maxMessage)])
	at := hold.FindStringIndex(message)
	if at == nil {
		return "", nil
	}
	after := message[at[1]:]
	if end := sentenceEnd.FindStringIndex(after); end != nil {
		after = after[:end[0]]
	}
	for _, id := range resourceID.FindAllString(after, maxHolders) {
		if id = scrub.ID(strings.TrimRight(id, ".):")); id != "" {
			by = append(by, id)
		}
	}
	if len(by) == 0 {
		return "", nil
	}
	if before := resourceID.FindAllString(message[:at[0]], -1); len(before) > 0 {
		resource = scrub.ID(strings.TrimRight(before[len(before)-1], ".):"))
	}
	return resource, by
}
