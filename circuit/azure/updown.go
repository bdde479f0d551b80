package azure

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/expressroute-go/expressroute/bgp"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/jsondoc"
	"github.com/expressroute-go/expressroute/circuit/azure/internal/scrub"
	"github.com/expressroute-go/expressroute/machine"
)

// newlyUp is how long a session must have been up for nothing to be said of it.
const newlyUp = time.Hour

// neverUp is what a router shows of a session that was not up since it counts.
const neverUp = "never"

// upDown notes how long a session has been up, where that is not long, or down.
//
// Source: https://learn.microsoft.com/en-us/javascript/api/@azure/arm-network/expressroutecircuitroutestablesummary
func (r *reader) upDown(v jsondoc.Value, session bgp.Session) {
	text := r.text(v)
	since, ok := upDownTime(text)
	switch up := session.Up(); {
	case text == "" || up == machine.Unknown:
	case text == neverUp && up == machine.No:
		r.quirk(v, "never: Microsoft's router has not had this session up since it counts", sourceUpDown)
	case !ok:
		r.quirk(v, scrub.Text(text)+": not a time that is known here", sourceUpDown)
	case up == machine.No:
		r.quirk(v, text+": the session is "+session.String()+", and has not been up for so long", sourceUpDown)
	case since < newlyUp:
		r.quirk(v, text+": the session has been up for so long only, and was down or reset before", sourceUpDown)
	}
}

// upDownTime reads a time as routers show it: 00:03:12, 3d04h, 1w2d, 8w4d, 1y3w, and
// 2d 04:05:06 and 4:05, which is minutes and seconds.
func upDownTime(text string) (time.Duration, bool) {
	found := upDownForm.FindStringSubmatch(text)
	if text == "" || found == nil {
		return 0, false
	}
	units := [...]time.Duration{365 * day, 7 * day, day, time.Hour, time.Minute, time.Second, time.Hour, time.Minute, time.Second}
	var sum time.Duration
	for i, digits := range found[1:] {
		n, _ := strconv.Atoi(digits) // at most 4 digits, or none
		sum += time.Duration(n) * units[i]
	}
	return sum, true
}

const day = 24 * time.Hour

// upDownForm: years, weeks, days, hours, minutes and seconds with their letters;
// then hours, minutes and seconds with colons.
var upDownForm = func() *regexp.Regexp {
	form := "^"
	for _, unit := range "ywdhms" {
		form += fmt.Sprintf(`(?:(\d{1,4})%c)?`, unit)
	}
	return regexp.MustCompile(form + `(?:(?:^| )(?:(\d{1,4}):)?(\d{1,2}):(\d{2}))?$`)
}()
