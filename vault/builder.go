package vault

// builder collects the items of one commit and the root that names them.
type builder struct {
	key     []byte
	head    header
	body    rootBody
	writer  string
	items   []item
	folders map[int]pageRef
}

const (
	vaultIDBytes  = 8
	commitIDBytes = 6
)

func newBuilder(d *draft, revision int, writer string, saved int64) *builder {
	base := d.base
	b := &builder{key: d.key, writer: writer, folders: map[int]pageRef{}}
	b.head = header{Format: formatVersion, Least: formatVersion, Vault: base.vaultID, Revision: revision, Saved: saved, Key: d.slot}
	if base.root != nil {
		b.body.Writers = append(b.body.Writers, base.root.Writers...)
		b.body.Lineage = append([]string{base.root.Commit}, base.root.Lineage...)
		b.body.Lineage = b.body.Lineage[:min(len(b.body.Lineage), lineageLength)]
	}
	b.body.Commit = newID(commitIDBytes)
	b.body.Writer = b.writerIndex()
	return b
}

// writerIndex finds the writer among those the root knows, or adds it.
func (b *builder) writerIndex() int {
	for i, w := range b.body.Writers {
		if w == b.writer {
			return i
		}
	}
	b.body.Writers = append(b.body.Writers, b.writer)
	return len(b.body.Writers) - 1
}

// add seals a page under the next name of this revision.
func (b *builder) add(packed []byte) (itemRef, error) {
	ref := itemRef{b.body.Writer, b.head.Revision, len(b.items)}
	name := itemName(b.head.Vault, b.writer, ref.Revision, ref.Number)
	text, err := sealPacked(b.key, packed, pagePlain, itemAD(name))
	if err != nil {
		return ref, err
	}
	b.items = append(b.items, item{name, text})
	return ref, nil
}

func (b *builder) replaced(old pageRef) {
	b.body.Replaced = append(b.body.Replaced, old.Item)
}

func (b *builder) keepFolder(ref pageRef) {
	b.folders[ref.Slot] = ref
	b.body.Folders = append(b.body.Folders, ref)
}

func (b *builder) finish(p *packer) (*root, error) {
	b.body.Items = len(b.items)
	text, err := encodeRoot(p, b.head, b.body, b.key)
	if err != nil {
		return nil, err
	}
	return &root{header: b.head, rootBody: b.body, text: text}, nil
}
