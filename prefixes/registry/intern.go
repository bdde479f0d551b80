package registry

// nameTable numbers names, so that a record holds two bytes instead of a
// string. A number stands for the same name for ever.
type nameTable struct {
	list []string
	ids  map[string]uint16
}

// id returns the number of a name, and allocates for a new one only. It is
// false for a new name when all numbers are taken.
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
