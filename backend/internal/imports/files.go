package imports

import (
	"errors"
	"fmt"

	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// file brings a file over, once: those that are there already are used as
// they are, with what editors wrote of them.
func (c *converter) file(at, value string) any {
	if c.names {
		return nil
	}
	f, ok := c.run.from.File(value)
	if !ok {
		c.run.add(c.rec, fault, at, fmt.Sprintf("il file «%s» non si trova", value))
		return nil
	}
	if id, done := c.run.files[f.Key]; done {
		if id == "" {
			return nil
		}
		return id
	}
	id, err := c.fetch(f)
	if err != nil {
		c.run.add(c.rec, fault, at, fmt.Sprintf("il file «%s» non è stato portato: %v", value, err))
	}
	c.run.files[f.Key] = id
	if id == "" {
		return nil
	}
	return id
}

func (c *converter) fetch(f File) (string, error) {
	id, err := c.run.Media.IDByKey(c.ctx, f.Key)
	if err == nil || !errors.Is(err, media.ErrNotFound) || c.run.DryRun {
		if errors.Is(err, media.ErrNotFound) {
			err = nil
		}
		return id, err
	}
	raw, err := f.Read(c.ctx)
	if err != nil {
		return "", err
	}
	id, _, err = c.run.Media.Put(c.ctx, media.Import{Key: f.Key, FileName: f.Name, Bytes: raw, Description: f.Description})
	return id, err
}
