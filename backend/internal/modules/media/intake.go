package media

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
)

// headBytes are enough to tell the format of a file.
const headBytes = 4096

var errDisk = errors.New("media: no room on the disk")

// incoming is a file that was received, inspected and cleaned, not yet kept.
type incoming struct {
	format        format
	fileName      string
	size          int64
	sourceSHA256  string
	sha256        string
	width, height int
	body          []byte   // of a picture
	file          *os.File // of anything else
}

// close removes what the file took on disk.
func (in *incoming) close() {
	if in != nil && in.file != nil {
		_ = in.file.Close()
		_ = os.Remove(in.file.Name())
	}
}

// receive reads a file as it comes and decides whether it may stay.
func receive(ctx context.Context, name string, r io.Reader) (in *incoming, err error) {
	buffered := bufio.NewReaderSize(r, headBytes)
	head, err := buffered.Peek(headBytes)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if len(head) == 0 {
		return nil, ErrEmpty
	}
	f, err := detect(head, name)
	if err != nil {
		return nil, err
	}
	in = &incoming{format: f}
	defer func() {
		if err != nil {
			in.close()
			in = nil
		}
	}()
	limited := &limitedReader{r: buffered, left: f.limit, limit: f.limit}
	if f.kind == Image {
		err = in.readPicture(ctx, limited)
	} else {
		err = in.readFile(limited)
	}
	in.fileName = in.format.rename(name)
	return in, err
}

func (in *incoming) readPicture(ctx context.Context, r io.Reader) error {
	source, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	in.sourceSHA256 = digest(source)
	if in.format.mime == typeSVG {
		in.body, in.width, in.height, err = cleanDrawing(source)
	} else {
		err = in.inspectPicture(ctx, source)
	}
	in.size, in.sha256 = int64(len(in.body)), digest(in.body)
	return err
}

func (in *incoming) inspectPicture(ctx context.Context, source []byte) (err error) {
	var orientation int
	if in.body, orientation, err = clean(in.format.mime, source); err != nil {
		return err
	}
	if in.width, in.height, err = pictureSize(in.format.mime, in.body); err != nil {
		return err
	}
	if orientation >= 5 { // it lies on its side
		in.width, in.height = in.height, in.width
	}
	return checkPicture(ctx, in.format.mime, in.body)
}

// launching finds the keys with which a PDF starts programs. Its scripts stay:
// forms to fill in count with them, and they run in the reader's own cage.
var launching = regexp.MustCompile(`/(Launch|RichMedia)[\s(<\[/\r\n]`)

func (in *incoming) readFile(r io.Reader) (err error) {
	if in.file, err = os.CreateTemp("", "sportello-media-*"); err != nil {
		return fmt.Errorf("%w: %w", errDisk, err)
	}
	_ = os.Remove(in.file.Name()) // without a name it goes when the process ends, however that is; some systems keep it
	hash := sha256.New()
	if in.size, err = io.Copy(io.MultiWriter(disk{in.file}, hash), r); err != nil {
		return err
	}
	in.sourceSHA256 = hex.EncodeToString(hash.Sum(nil))
	in.sha256 = in.sourceSHA256
	switch {
	case in.format.mime == typePDF:
		return in.inspectPDF()
	case packed(in.format.mime):
		in.format, err = lookInside(in.file, in.size, in.format)
	}
	return err
}

// disk tells its own failures from those of who sends.
type disk struct{ w io.Writer }

// Write writes, and names its failures.
func (d disk) Write(p []byte) (int, error) {
	n, err := d.w.Write(p)
	if err != nil {
		err = fmt.Errorf("%w: %w", errDisk, err)
	}
	return n, err
}

func (in *incoming) inspectPDF() error {
	if launching.MatchReader(bufio.NewReader(latin1{io.NewSectionReader(in.file, 0, in.size)})) {
		return ErrActive
	}
	return nil
}

// latin1 gives each byte as a letter, for expressions over binary files.
type latin1 struct{ r io.Reader }

// Read hides the bytes that are no ASCII, which no expression here looks for.
func (l latin1) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i := range n {
		if p[i] >= 0x80 {
			p[i] = '?'
		}
	}
	return n, err
}

// open returns the content from its beginning.
func (in *incoming) open() io.Reader {
	if in.file == nil {
		return bytes.NewReader(in.body)
	}
	return io.NewSectionReader(in.file, 0, in.size)
}

// limitedReader fails, instead of ending, when there is more than the limit.
type limitedReader struct {
	r           io.Reader
	left, limit int64
}

// Read reads up to the limit.
func (l *limitedReader) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, ErrTooLarge.With(fmt.Sprintf("at most %d bytes", l.limit))
	}
	return n, err
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
