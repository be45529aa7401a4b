// Tilecheck verifies a published log with code that knows nothing of the relay that wrote it: the tlog and note
// packages of Go's checksum database. It opens the signed checkpoint of an epoch, authenticates the tiles against it,
// and proves from them that every leaf hash on its standard input ("INDEX HEX" a line) is in the log, and that an
// older checkpoint is a beginning of it.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	mostBytes  = 1 << 20
)

var client = http.Client{Timeout: 10 * time.Second}

// prefix is the address of an epoch's log, without a slash at its end.
type prefix string

func (p prefix) get(path string) ([]byte, error) {
	response, err := client.Get(string(p) + "/" + path)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, mostBytes))
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s: %s", path, response.Status, body)
	}
	return body, nil
}

// Height, ReadTiles and SaveTiles make a prefix a tlog.TileReader.
func (p prefix) Height() int { return tileHeight }

func (p prefix) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		// The checksum database has the height in its paths, tlog-tiles has not.
		path := strings.Replace(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight), "tile/", 1)
		data, err := p.get(path)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (p prefix) SaveTiles([]tlog.Tile, [][]byte) {}

func openCheckpoint(message []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("the note is no checkpoint of " + verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil {
		return tlog.Tree{}, err
	}
	tree := tlog.Tree{N: size}
	if copy(tree.Hash[:], root) != tlog.HashSize || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the root has not 32 bytes")
	}
	return tree, nil
}

// checkLeaves proves the leaves on in to be in the tree, and says how many there were.
func checkLeaves(in io.Reader, tree tlog.Tree, tiles tlog.HashReader) (int, error) {
	lines := bufio.NewScanner(in)
	count := 0
	for ; lines.Scan(); count++ {
		index, text, _ := strings.Cut(lines.Text(), " ")
		n, err := strconv.ParseInt(index, 10, 64)
		if err != nil {
			return count, err
		}
		bytes, err := hex.DecodeString(text)
		if err != nil || len(bytes) != tlog.HashSize {
			return count, fmt.Errorf("leaf %d: %q is no hash", n, text)
		}
		proof, err := tlog.ProveRecord(tree.N, n, tiles)
		if err != nil {
			return count, err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.Hash(bytes)); err != nil {
			return count, fmt.Errorf("leaf %d: %w", n, err)
		}
	}
	return count, lines.Err()
}

func run(log prefix, key string, older string) error {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	message, err := log.get("checkpoint")
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(message, verifier)
	if err != nil {
		return err
	}
	tiles := tlog.TileHashReader(tree, log)
	if older != "" {
		message, err := os.ReadFile(older)
		if err != nil {
			return err
		}
		before, err := openCheckpoint(message, verifier)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, before.N, tiles)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, before.N, before.Hash); err != nil {
			return fmt.Errorf("the older checkpoint: %w", err)
		}
	}
	count, err := checkLeaves(os.Stdin, tree, tiles)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"size": tree.N, "root": hex.EncodeToString(tree.Hash[:]), "included": count})
}

func main() {
	log := flag.String("log", "", "`URL` of an epoch's log: RELAY/v1/log/EPOCH")
	key := flag.String("key", "", "the log's verifier `key`")
	older := flag.String("older", "", "`file` with an older checkpoint")
	flag.Parse()
	if err := run(prefix(*log), *key, *older); err != nil {
		fmt.Fprintln(os.Stderr, "tilecheck:", err)
		os.Exit(1)
	}
}
