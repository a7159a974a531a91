package identity

import (
	"bytes"
	"context"
	"encoding/json"
	"net/mail"
	"regexp"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
)

// Optional is a member of a merge patch: absent, null or a value.
type Optional[T any] struct {
	Set   bool
	Value *T // nil for null
}

// UnmarshalJSON notes that the member is there and reads it strictly.
func (o *Optional[T]) UnmarshalJSON(b []byte) error {
	o.Set, o.Value = true, nil
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	return dec.Decode(&o.Value)
}

// ProfileChange is what a person may change of the profile.
type ProfileChange struct {
	Email, Phone, Language Optional[string]
	Address                Optional[AddressChange]
}

// AddressChange is a merge patch of an address.
type AddressChange struct {
	Street, Number, PostalCode, Municipality, Province Optional[string]
}

var (
	phonePattern  = regexp.MustCompile(`^\+?[0-9]{6,15}$`)
	postalPattern = regexp.MustCompile(`^[0-9]{5}$`)
	provPattern   = regexp.MustCompile(`^[A-Z]{2}$`)
)

// ChangeProfile applies the change to the person. What the identity provider
// stated of name, birth and tax code cannot be changed here.
func (s *Service) ChangeProfile(ctx context.Context, personID string, change ProfileChange) (person Person, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if person, err = s.store.lockPersonByID(ctx, personID); err != nil {
			return err
		}
		changed, wrong := person.apply(change)
		if len(wrong) > 0 {
			return ErrProfileInvalid.WithFields(wrong...)
		}
		if len(changed) == 0 {
			return nil
		}
		person.UpdatedAt = s.Clock.Now()
		if err := s.store.updatePerson(ctx, &person); err != nil {
			return err
		}
		return s.Record(ctx, "profile-changed", "person", person.ID, map[string]string{"fields": strings.Join(changed, ",")})
	})
	return person, err
}

// apply changes the person and returns the names of the fields changed, and
// the values refused.
func (p *Person) apply(change ProfileChange) (changed []string, wrong []errs.Field) {
	if p.Sources == nil {
		p.Sources = Sources{}
	}
	set := func(key string, o Optional[string], dst *string, clean func(string) (string, bool)) {
		if !o.Set {
			return
		}
		value := ""
		if o.Value != nil {
			var ok bool
			if value, ok = clean(strings.TrimSpace(*o.Value)); !ok {
				wrong = append(wrong, errs.Field{Pointer: "/" + key, Code: key})
				return
			}
		}
		if value != *dst {
			*dst, p.Sources[key] = value, SourceSelf
			changed = append(changed, key)
		}
	}
	set("email", change.Email, &p.Email, cleanEmail)
	set("phone", change.Phone, &p.Phone, cleanPhone)
	if change.Language.Set && change.Language.Value == nil {
		wrong = append(wrong, errs.Field{Pointer: "/language", Code: "required"})
	} else {
		set("language", change.Language, &p.Language, func(v string) (string, bool) { return v, v == "it" || v == "en" })
	}
	if change.Address.Set {
		address, bad := mergeAddress(p.Address, change.Address.Value)
		wrong = append(wrong, bad...)
		p.Address, p.Sources["address"] = address, SourceSelf
		changed = append(changed, "address")
	}
	return changed, wrong
}

func cleanEmail(v string) (string, bool) {
	parsed, err := mail.ParseAddress(v)
	_, domain, _ := strings.Cut(v, "@")
	return v, err == nil && parsed.Address == v && len(v) <= 254 && strings.Contains(strings.Trim(domain, "."), ".")
}

func cleanPhone(v string) (string, bool) {
	v = strings.NewReplacer(" ", "", "-", "", ".", "", "/", "", "(", "", ")", "").Replace(v)
	return v, phonePattern.MatchString(v)
}

// mergeAddress applies a merge patch to the address; null removes it.
func mergeAddress(old *Address, change *AddressChange) (*Address, []errs.Field) {
	if change == nil {
		return nil, nil
	}
	var address Address
	if old != nil {
		address = *old
	}
	for o, dst := range map[*Optional[string]]*string{
		&change.Street: &address.Street, &change.Number: &address.Number, &change.PostalCode: &address.PostalCode,
		&change.Municipality: &address.Municipality, &change.Province: &address.Province,
	} {
		switch {
		case o.Set && o.Value == nil:
			*dst = ""
		case o.Set:
			*dst = strings.TrimSpace(*o.Value)
		}
	}
	address.Province = strings.ToUpper(address.Province)
	return &address, address.check()
}

func (a Address) check() (wrong []errs.Field) {
	for _, field := range []struct {
		key, value string
		required   bool
		max        int
		pattern    *regexp.Regexp
	}{
		{"street", a.Street, true, 200, nil},
		{"number", a.Number, false, 20, nil},
		{"postal_code", a.PostalCode, true, 5, postalPattern},
		{"municipality", a.Municipality, true, 100, nil},
		{"province", a.Province, true, 2, provPattern},
	} {
		pointer := "/address/" + field.key
		switch {
		case field.value == "" && field.required:
			wrong = append(wrong, errs.Field{Pointer: pointer, Code: "required"})
		case field.value == "":
		case field.pattern != nil && !field.pattern.MatchString(field.value):
			wrong = append(wrong, errs.Field{Pointer: pointer, Code: "pattern"})
		case len([]rune(field.value)) > field.max:
			wrong = append(wrong, errs.Field{Pointer: pointer, Code: "max_length", Params: map[string]any{"max": field.max}})
		}
	}
	return wrong
}
