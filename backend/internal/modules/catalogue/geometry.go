package catalogue

import (
	"math"
	"regexp"
)

const earthRadius = 6_371_008.8 // metres, the mean one

// coordinate reads a number within its limit.
func coordinate(value any, limit float64) (float64, bool) {
	n, ok := asFloat(value)
	return n, ok && math.Abs(n) <= limit
}

// isPoint tells whether a value is a place on the Earth.
func isPoint(value any) bool {
	point, ok := value.(map[string]any)
	if !ok {
		return false
	}
	_, lat := coordinate(point["lat"], 90)
	_, lon := coordinate(point["lon"], 180)
	_, named := point["label"].(string)
	return lat && lon && (named || point["label"] == nil)
}

// position is a longitude and a latitude, in the order of GeoJSON.
type position struct{ lon, lat float64 }

// ringOf returns the corners of a polygon of one closed ring, each once.
func ringOf(value any) ([]position, bool) {
	area, _ := value.(map[string]any)
	rings, _ := area["coordinates"].([]any)
	if area["type"] != "Polygon" || len(rings) != 1 {
		return nil, false
	}
	corners, _ := rings[0].([]any)
	ring := make([]position, 0, len(corners))
	for _, corner := range corners {
		pair, _ := corner.([]any)
		if len(pair) != 2 {
			return nil, false
		}
		lon, okLon := coordinate(pair[0], 180)
		lat, okLat := coordinate(pair[1], 90)
		if !okLon || !okLat {
			return nil, false
		}
		ring = append(ring, position{lon, lat})
	}
	if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
		return nil, false
	}
	return ring[:len(ring)-1], true
}

// squareMetres is the size of a ring on the sphere.
func squareMetres(ring []position) int64 {
	const rad = math.Pi / 180
	var sum float64
	for i, from := range ring {
		to := ring[(i+1)%len(ring)]
		sum += (to.lon - from.lon) * rad * (2 + math.Sin(from.lat*rad) + math.Sin(to.lat*rad))
	}
	return int64(math.Round(math.Abs(sum * earthRadius * earthRadius / 2)))
}

// measured keeps the members of a place or of an area. The size of an area is
// that of its corners, whatever was sent.
func measured(fieldType string, value map[string]any) any {
	names := []string{"lat", "lon", "label"}
	if fieldType == "area" {
		names = []string{"type", "coordinates", "square_metres"}
	}
	kept := map[string]any{}
	for _, name := range names {
		if member := value[name]; !empty(member) {
			kept[name] = plain(cloneValue(member))
		}
	}
	if fieldType == "area" {
		if ring, ok := ringOf(kept); ok {
			kept["square_metres"] = squareMetres(ring)
		}
	}
	return kept
}

// A drawn signature is a path in a box of 600 by 200; a typed one is the name.
const (
	maxSignature = 8000
	maxTypedName = 255
)

var drawing = regexp.MustCompile(`^M[0-9]{1,3} [0-9]{1,3}(?:[ML][0-9]{1,3} [0-9]{1,3})*$`)

// IsDrawing tells a drawn signature from a name.
func IsDrawing(signature string) bool {
	return len(signature) <= maxSignature && drawing.MatchString(signature)
}
