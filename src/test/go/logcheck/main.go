// Logcheck reads a folder as a transparency log of C2SP tlog-tiles and says whether all of it holds together. It
// shares no code with Sealward: trees and notes are those of golang.org/x/mod/sumdb.
//
//	logcheck FOLDER LOG-VKEY WITNESS-VKEY...
//
// The folder has checkpoint, tile/..., and, as many as there are, proofs/NAME.tlog-proof with the entry in
// proofs/NAME.entry, and requests/NAME (tlog-witness, add-checkpoint). Each checkpoint must have the log's signature
// and one of every witness. It prints what it checked; the status is 1 when something does not hold.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) < 3 {
		fail("usage: logcheck FOLDER LOG-VKEY WITNESS-VKEY...")
	}
	log := folder{root: os.Args[1]}
	logKey, err := note.NewVerifier(os.Args[2])
	check(err, "log's key")
	log.keys = append(log.keys, logKey)
	for _, vkey := range os.Args[3:] {
		log.keys = append(log.keys, parseWitness(vkey))
	}
	newest := log.checkpoint(log.read("checkpoint"))
	log.hashes = tlog.TileHashReader(newest, &log)
	fmt.Printf("entries %d\n", log.checkEntries(newest))
	fmt.Printf("proofs %d\n", log.each("proofs/*.tlog-proof", log.checkProof))
	fmt.Printf("requests %d\n", log.each("requests/*", log.checkRequest))
}

type folder struct {
	root   string
	keys   []note.Verifier
	hashes tlog.HashReader
}

func (f *folder) read(path string) []byte {
	data, err := os.ReadFile(filepath.Join(f.root, path))
	check(err, path)
	return data
}

func (f *folder) each(pattern string, checkOne func(path string)) int {
	paths, err := filepath.Glob(filepath.Join(f.root, pattern))
	check(err, pattern)
	for _, path := range paths {
		relative, err := filepath.Rel(f.root, path)
		check(err, path)
		checkOne(relative)
	}
	return len(paths)
}

// Height, ReadTiles and SaveTiles make the folder a tlog.TileReader.
func (f *folder) Height() int { return height }

func (f *folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(f.root, path(tile)))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f *folder) SaveTiles([]tlog.Tile, [][]byte) {}

// path of tlog-tiles, which has no height in it and calls data entries.
func path(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// checkpoint returns the tree of a checkpoint that everybody has signed.
func (f *folder) checkpoint(data []byte) tlog.Tree {
	opened, err := note.Open(data, note.VerifierList(f.keys...))
	check(err, "checkpoint")
	require(len(opened.Sigs) == len(f.keys), "not everybody has signed a checkpoint")
	lines := strings.Split(opened.Text, "\n")
	require(len(lines) == 4 && lines[0] == f.keys[0].Name() && lines[3] == "", "a checkpoint of another form")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "size")
	root, err := tlog.ParseHash(lines[2])
	check(err, "root")
	return tlog.Tree{N: size, Hash: root}
}

// checkEntries looks whether each entry is the one that the tree has at its place.
func (f *folder) checkEntries(tree tlog.Tree) int64 {
	var indexes []int64
	var leaves []tlog.Hash
	for index := int64(0); index < tree.N; index += 1 << height {
		tile := tlog.Tile{H: height, L: -1, N: index >> height, W: 1 << height}
		if tree.N-index < 1<<height {
			tile.W = int(tree.N - index)
		}
		bundle := f.read(path(tile))
		for i := 0; i < tile.W; i++ {
			require(len(bundle) >= 2, "an entry is missing")
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			require(len(bundle) >= length, "an entry is cut off")
			leaves = append(leaves, tlog.RecordHash(bundle[2:length]))
			indexes = append(indexes, tlog.StoredHashIndex(0, index+int64(i)))
			bundle = bundle[length:]
		}
		require(len(bundle) == 0, "bytes after the last entry")
	}
	hashes, err := f.hashes.ReadHashes(indexes)
	check(err, "tiles")
	for i, hash := range hashes {
		require(hash == leaves[i], fmt.Sprintf("entry %d is not the tree's", i))
	}
	return tree.N
}

// checkProof checks an inclusion proof, and that it is the one that the tiles give.
func (f *folder) checkProof(path string) {
	head, checkpoint := split(f.read(path))
	require(len(head) >= 2 && head[0] == "c2sp.org/tlog-proof@v1", path)
	head = head[1:]
	if strings.HasPrefix(head[0], "extra ") {
		head = head[1:]
	}
	index := number(head[0], "index ")
	tree := f.checkpoint(checkpoint)
	entry := f.read(strings.TrimSuffix(path, ".tlog-proof") + ".entry")
	proof := tlog.RecordProof(parseHashes(head[1:]))
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry)), path)
	own, err := tlog.ProveRecord(tree.N, index, f.hashes)
	check(err, path)
	require(fmt.Sprint(own) == fmt.Sprint(proof), path+": another proof than the tiles give")
}

// checkRequest checks a consistency proof, and that it is the one that the tiles give.
func (f *folder) checkRequest(path string) {
	head, checkpoint := split(f.read(path))
	older := number(head[0], "old ")
	tree := f.checkpoint(checkpoint)
	root, err := tlog.TreeHash(older, f.hashes)
	check(err, path)
	proof := tlog.TreeProof(parseHashes(head[1:]))
	check(tlog.CheckTree(proof, tree.N, tree.Hash, older, root), path)
	own, err := tlog.ProveTree(tree.N, older, f.hashes)
	check(err, path)
	require(fmt.Sprint(own) == fmt.Sprint(proof), path+": another proof than the tiles give")
}

// split returns the lines before the first empty one, and what follows it.
func split(data []byte) ([]string, []byte) {
	head, rest, found := bytes.Cut(data, []byte("\n\n"))
	require(found, "no checkpoint")
	return strings.Split(string(head), "\n"), rest
}

func number(line, prefix string) int64 {
	require(strings.HasPrefix(line, prefix), "no line of "+prefix)
	value, err := strconv.ParseInt(strings.TrimPrefix(line, prefix), 10, 64)
	check(err, prefix)
	return value
}

func parseHashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		hash, err := tlog.ParseHash(line)
		check(err, "hash")
		all = append(all, hash)
	}
	return all
}

// witness verifies cosignatures of C2SP tlog-cosignature, which sumdb does not know.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func parseWitness(vkey string) *witness {
	parts := strings.SplitN(vkey, "+", 3)
	require(len(parts) == 3, "not a key of a witness")
	typed, err := base64.StdEncoding.DecodeString(parts[2])
	check(err, "key of a witness")
	require(len(typed) == 33 && typed[0] == 4, "not a key of a witness")
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), typed...))
	hash := binary.BigEndian.Uint32(sum[:])
	require(fmt.Sprintf("%08x", hash) == parts[1], "the id of a witness's key is another")
	return &witness{parts[0], hash, typed[1:]}
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func check(err error, what string) {
	if err != nil {
		fail(what + ": " + err.Error())
	}
}

func require(condition bool, otherwise string) {
	if !condition {
		fail(otherwise)
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}
