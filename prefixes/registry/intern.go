package registry

// nameTable gives each name a number, so that a record holds two bytes instead
// of a string. The number of a name never changes.
type nameTable struct {
	list []string
	ids  map[string]uint16
}

// id returns the number of a name. It allocates for a new name only. It returns
// false for a new name if all numbers are in use.
func (t *nameTable) id(name []byte) (uint16, bool) {
	if id, ok := t.ids[string(name)]; ok {
		return id, true
	}
	if len(t.list) > 1<<16-1 {
		return 0, false
	}
	if t.ids == nil {
		t.ids = make(map[string]uint16)
	}
	id := uint16(len(t.list))
	t.list = append(t.list, string(name))
	t.ids[string(name)] = id
	return id, true
}
