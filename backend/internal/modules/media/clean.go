package media

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// clean returns the picture without what it tells about its making: place,
// device, time, comments, hidden previews, and whatever follows its end.
// The pixels stay as they are. For a photo it also returns how to turn it.
func clean(mime string, body []byte) (cleaned []byte, orientation int, err error) {
	switch mime {
	case typeJPEG:
		return cleanJPEG(body)
	case typePNG:
		cleaned, err = cleanPNG(body)
	case typeGIF:
		cleaned, err = cleanGIF(body)
	case typeWebP:
		cleaned, err = cleanWebP(body)
	default:
		return nil, 0, ErrType
	}
	return cleaned, 1, err
}

// Markers of a JPEG.
const (
	jpegSOI  = 0xD8
	jpegEOI  = 0xD9
	jpegSOS  = 0xDA
	jpegAPP0 = 0xE0
	jpegAPP1 = 0xE1
	jpegAPP2 = 0xE2
	jpegAPPE = 0xEE
	jpegAPPF = 0xEF
	jpegCOM  = 0xFE
)

var exifHead = []byte("Exif\x00\x00")

func cleanJPEG(b []byte) ([]byte, int, error) {
	if len(b) < 4 || b[0] != 0xFF || b[1] != jpegSOI {
		return nil, 0, ErrUnreadable
	}
	var segments [][]byte
	orientation := 1
	for rest := b[2:]; ; {
		segment, marker, ok := jpegSegment(rest)
		if !ok {
			return nil, 0, ErrUnreadable
		}
		if marker == jpegAPP1 && bytes.HasPrefix(segment[4:], exifHead) {
			orientation = exifOrientation(segment[4+len(exifHead):])
		}
		if keepJPEG(marker, segment) {
			segments = append(segments, segment)
		}
		if marker == jpegEOI {
			break
		}
		rest = rest[len(segment):]
	}
	out := append(make([]byte, 0, len(b)), 0xFF, jpegSOI)
	for i, segment := range segments {
		if i == 0 && segment[1] != jpegAPP0 || i == 1 && segments[0][1] == jpegAPP0 {
			out = append(out, orientationSegment(orientation)...)
		}
		out = append(out, segment...)
	}
	return out, orientation, nil
}

// jpegSegment returns the first segment of b; a scan comes with its data.
func jpegSegment(b []byte) (segment []byte, marker byte, ok bool) {
	if len(b) < 2 || b[0] != 0xFF {
		return nil, 0, false
	}
	if b[1] == 0xFF { // a fill byte
		return b[:1], 0xFF, true
	}
	marker = b[1]
	if marker == jpegEOI {
		return b[:2], marker, true
	}
	if len(b) < 4 {
		return nil, 0, false
	}
	end := 2 + int(binary.BigEndian.Uint16(b[2:]))
	if end < 4 || end > len(b) {
		return nil, 0, false
	}
	if marker == jpegSOS {
		end += scanLength(b[end:])
	}
	return b[:end], marker, true
}

// scanLength is the length of the data up to the next true marker.
func scanLength(b []byte) int {
	for i := 0; i+1 < len(b); i++ {
		if b[i] == 0xFF && b[i+1] != 0 && (b[i+1] < 0xD0 || b[i+1] > 0xD7) {
			return i
		}
	}
	return len(b)
}

// keepJPEG keeps what is needed to draw the picture in its colours.
func keepJPEG(marker byte, segment []byte) bool {
	switch {
	case marker == 0xFF, marker == jpegCOM:
		return false
	case marker == jpegAPP0:
		return bytes.HasPrefix(segment[4:], []byte("JFIF\x00"))
	case marker == jpegAPP2:
		return bytes.HasPrefix(segment[4:], []byte("ICC_PROFILE\x00"))
	case marker == jpegAPPE:
		return bytes.HasPrefix(segment[4:], []byte("Adobe"))
	}
	return marker < jpegAPP0 || marker > jpegAPPF
}

const tagOrientation = 0x0112

// exifOrientation reads how a photo is to be turned, 1 to 8.
func exifOrientation(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 1
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == tagOrientation {
			if v := int(order.Uint16(entries[8:])); v >= 1 && v <= 8 {
				return v
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// orientationSegment says how to turn the photo and nothing else.
func orientationSegment(orientation int) []byte {
	if orientation == 1 {
		return nil
	}
	tiff := []byte{'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, byte(orientation), 0, 0, 0, 0, 0, 0}
	payload := append(slices.Clone(exifHead), tiff...)
	return append([]byte{0xFF, jpegAPP1, 0, byte(len(payload) + 2)}, payload...)
}

var pngKept = []string{
	"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "acTL", "fcTL", "fdAT",
}

const pngHead = "\x89PNG\r\n\x1a\n"

func cleanPNG(b []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(b, []byte(pngHead))
	if !ok {
		return nil, ErrUnreadable
	}
	out := append(make([]byte, 0, len(b)), pngHead...)
	for len(rest) >= 12 {
		size := int64(binary.BigEndian.Uint32(rest)) + 12
		if size > int64(len(rest)) {
			break
		}
		name := string(rest[4:8])
		if slices.Contains(pngKept, name) {
			out = append(out, rest[:size]...)
		}
		if name == "IEND" {
			return out, nil
		}
		rest = rest[size:]
	}
	return nil, ErrUnreadable
}

// Blocks of a GIF.
const (
	gifExtension = 0x21
	gifImage     = 0x2C
	gifTrailer   = 0x3B
	gifControl   = 0xF9
	gifProgram   = 0xFF
)

func cleanGIF(b []byte) ([]byte, error) {
	if len(b) < 13 {
		return nil, ErrUnreadable
	}
	at := 13 + gifColours(b[10])
	if at > len(b) {
		return nil, ErrUnreadable
	}
	out := append(make([]byte, 0, len(b)), b[:at]...)
	for at < len(b) {
		if b[at] == gifTrailer {
			return append(out, gifTrailer), nil
		}
		end, keep := gifBlock(b, at)
		if end < 0 {
			break
		}
		if keep {
			out = append(out, b[at:end]...)
		}
		at = end
	}
	return nil, ErrUnreadable
}

// gifBlock returns where the block at a position ends and whether it stays.
func gifBlock(b []byte, at int) (end int, keep bool) {
	switch {
	case b[at] == gifExtension && at+2 < len(b):
		loop := b[at+1] == gifProgram && at+14 < len(b) && (string(b[at+3:at+14]) == "NETSCAPE2.0" || string(b[at+3:at+14]) == "ANIMEXTS1.0")
		return gifSubBlocks(b, at+2), b[at+1] == gifControl || loop
	case b[at] == gifImage && at+10 < len(b):
		return gifSubBlocks(b, at+10+gifColours(b[at+9])+1), true
	}
	return -1, false
}

// gifColours is the length of the table of colours that a flag announces.
func gifColours(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func gifSubBlocks(b []byte, at int) int {
	for at < len(b) {
		size := int(b[at])
		at += size + 1
		if size == 0 {
			return at
		}
	}
	return -1
}

var webpKept = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"}

func cleanWebP(b []byte) ([]byte, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WEBP" {
		return nil, ErrUnreadable
	}
	length := int64(binary.LittleEndian.Uint32(b[4:])) + 8
	if length < 12 || length > int64(len(b)) {
		return nil, ErrUnreadable
	}
	out := append(make([]byte, 0, length), b[:12]...)
	for rest := b[12:length]; len(rest) > 0; {
		if len(rest) < 8 {
			return nil, ErrUnreadable
		}
		size := 8 + int64(binary.LittleEndian.Uint32(rest[4:]))
		size += size & 1
		if size > int64(len(rest)) {
			return nil, ErrUnreadable
		}
		if name := string(rest[:4]); slices.Contains(webpKept, name) {
			at := len(out)
			out = append(out, rest[:size]...)
			if name == "VP8X" && size > 8 {
				out[at+8] &^= 0x08 | 0x04 // there is neither EXIF nor XMP any more
			}
		}
		rest = rest[size:]
	}
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out)-8)) //nolint:gosec // not larger than what came
	return out, nil
}
