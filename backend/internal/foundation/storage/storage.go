// Package storage keeps files in a bucket: a folder on disk by default, an
// S3-compatible store in production. Keys are ours; a file's own name is never
// part of one.
package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // the scheme s3:// of Open
	"gocloud.dev/gcerrors"
)

// Store is an open bucket.
type Store struct{ bucket *blob.Bucket }

// Open opens file:///folder (made when missing) or s3://bucket?region=…&endpoint=….
func Open(ctx context.Context, address string) (*Store, error) {
	if dir, ok := strings.CutPrefix(address, "file://"); ok {
		return openDir(dir)
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" {
		return nil, fmt.Errorf("storage address %q: use file:///folder or s3://bucket", address)
	}
	bucket, err := blob.OpenBucket(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("open storage: %w", err)
	}
	return &Store{bucket}, nil
}

func openDir(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open storage: %w", err)
	}
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{CreateDir: true, NoTempDir: true})
	if err != nil {
		return nil, fmt.Errorf("open storage: %w", err)
	}
	return &Store{bucket}, nil
}

// Put writes a whole file; a reader sees all of it or nothing.
func (s *Store) Put(ctx context.Context, key string, body []byte, contentType string) error {
	if err := s.bucket.WriteAll(ctx, key, body, &blob.WriterOptions{ContentType: contentType}); err != nil {
		return fmt.Errorf("store %s: %w", key, err)
	}
	return nil
}

// PutFrom writes a file of any size as it comes; a reader sees all of it or
// nothing.
func (s *Store) PutFrom(ctx context.Context, key string, body io.Reader, contentType string) error {
	if err := s.bucket.Upload(ctx, key, body, &blob.WriterOptions{ContentType: contentType}); err != nil {
		return fmt.Errorf("store %s: %w", key, err)
	}
	return nil
}

// Open reads a file of any size from wherever its reader wants.
func (s *Store) Open(ctx context.Context, key string) (io.ReadSeekCloser, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", key, err)
	}
	return r, nil
}

// Get reads a whole file and its content type.
func (s *Store) Get(ctx context.Context, key string) ([]byte, string, error) {
	attrs, err := s.bucket.Attributes(ctx, key)
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", key, err)
	}
	body, err := s.bucket.ReadAll(ctx, key)
	if err != nil {
		return nil, "", fmt.Errorf("read %s: %w", key, err)
	}
	return body, attrs.ContentType, nil
}

const (
	// strayAge is how old a file must be before nobody knowing it means that its
	// upload was cut off, and not that it is still under way.
	strayAge   = 24 * time.Hour
	strayBatch = 500
)

// RemoveStrays deletes the files under a prefix that cut-off uploads left
// behind: a day old at now, and not among those that kept names. kept is asked
// about many keys at once and must also name what is none of its business.
func (s *Store) RemoveStrays(ctx context.Context, prefix string, now time.Time, kept func(ctx context.Context, keys []string) (map[string]bool, error)) error {
	var batch []string
	remove := func() error {
		keep, err := kept(ctx, batch)
		if err != nil {
			return err
		}
		for _, key := range batch {
			if keep[key] {
				continue
			}
			if err := s.Delete(ctx, key); err != nil {
				return err
			}
		}
		batch = batch[:0]
		return nil
	}
	err := s.before(ctx, prefix, now.Add(-strayAge), func(key string) error {
		batch = append(batch, key)
		if len(batch) < strayBatch {
			return nil
		}
		return remove()
	})
	if err != nil {
		return err
	}
	return remove()
}

// before calls visit with the key of every file under the prefix that was
// written before t.
func (s *Store) before(ctx context.Context, prefix string, t time.Time, visit func(key string) error) error {
	files := s.bucket.List(&blob.ListOptions{Prefix: prefix})
	for {
		file, err := files.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list %s: %w", prefix, err)
		}
		if file.ModTime.Before(t) {
			if err := visit(file.Key); err != nil {
				return err
			}
		}
	}
}

// Delete removes a file; one that is not there is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := s.bucket.Delete(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return err
}

// Close lets the bucket go.
func (s *Store) Close() error { return s.bucket.Close() }

// Detect tells the media type from the content, whatever the name says.
func Detect(body []byte) string {
	media, _, _ := strings.Cut(mimetype.Detect(body).String(), ";")
	return media
}
