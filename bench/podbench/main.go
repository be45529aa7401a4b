// Command podbench compares a PoD relay with two Nostr relays: it signs messages beforehand, feeds a relay with them over
// WebSocket, and counts what the relay says it has stored. It also is one of the relays compared with: khatru, with its
// embedded store.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

const usage = `usage: podbench khatru --port N --folder DIR [--sync=false]
       podbench nostr --url ws://HOST:PORT [--events N] [--bytes N] [--window N] [--connections N]
       podbench pod --url http://HOST:PORT --token-file FILE [--events N] [--bytes N] [--window N] [--connections N]
                    [--rate N] [--agents N] [--frame N]
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "khatru":
		err = runKhatru(os.Args[2:])
	case "nostr":
		err = runNostr(os.Args[2:])
	case "pod":
		err = runPod(os.Args[2:])
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "podbench:", err)
		os.Exit(1)
	}
}

// load is what both kinds of relay are fed with.
type load struct {
	events      int
	bytes       int
	window      int
	connections int
}

func loadFlags(flags *flag.FlagSet) *load {
	l := new(load)
	flags.IntVar(&l.events, "events", 20000, "messages to send")
	flags.IntVar(&l.bytes, "bytes", 456, "length of a message as sent, envelope or JSON object included")
	flags.IntVar(&l.window, "window", 1024, "messages under way at once, over all connections")
	flags.IntVar(&l.connections, "connections", 4, "WebSocket connections")
	return l
}

func (l *load) check() error {
	if l.events < 1 || l.connections < 1 || l.window < l.connections {
		return fmt.Errorf("--events and --connections want at least 1, --window at least the number of connections")
	}
	return nil
}

func report(r result) error {
	return json.NewEncoder(os.Stdout).Encode(r)
}

func note(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
}
