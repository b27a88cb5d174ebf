package traces

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

var units = []struct {
	letter string
	length time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}

// Duration reads how long a tick is: a number from 1 to 65535, and s, m, h or
// d.
func Duration(text string) (time.Duration, error) {
	for _, u := range units {
		number, ok := strings.CutSuffix(text, u.letter)
		if !ok {
			continue
		}
		if n, err := strconv.ParseUint(number, 10, 16); err == nil && n > 0 {
			return time.Duration(n) * u.length, nil
		}
	}
	return 0, fmt.Errorf("got the duration %q, want a number from 1 to 65535 and one of s, m, h, d", text)
}
