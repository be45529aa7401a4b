package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/nbd-wtf/go-nostr"
)

func runNostr(arguments []string) error {
	flags := flag.NewFlagSet("nostr", flag.ExitOnError)
	url := flags.String("url", "", "the relay's WebSocket")
	l := loadFlags(flags)
	flags.Parse(arguments)
	if err := l.check(); err != nil {
		return err
	}
	began := time.Now()
	batches, numbers, err := nostrEvents(l)
	if err != nil {
		return err
	}
	note("signed %d events of %d bytes in %.1f s", l.events, l.bytes, time.Since(began).Seconds())
	r, err := feed(*url, batches, l.connections, l.window, func(_ int, data []byte) (verdict, error) {
		return nostrVerdict(data, numbers)
	})
	if err != nil {
		return err
	}
	return report(r)
}

// nostrEvents signs kind 1 events of 20 keys, each of the wanted length as JSON.
func nostrEvents(l *load) ([]batch, map[string]int, error) {
	const keys = 20
	secrets := make([]string, keys)
	for i := range secrets {
		secrets[i] = nostr.GeneratePrivateKey()
	}
	batches := make([]batch, l.events)
	ids := make([]string, l.events)
	failure := parallel(l.events, func(i int) error {
		event := nostr.Event{CreatedAt: nostr.Now(), Kind: 1, Tags: nostr.Tags{}}
		event.Content = fmt.Sprintf("%d ", i)
		if err := event.Sign(secrets[i%keys]); err != nil {
			return err
		}
		missing := l.bytes - len(event.String())
		if missing < 0 {
			return fmt.Errorf("an event takes at least %d bytes", len(event.String()))
		}
		event.Content += strings.Repeat("x", missing)
		if err := event.Sign(secrets[i%keys]); err != nil {
			return err
		}
		ids[i] = event.ID
		batches[i] = batch{frame: []byte(`["EVENT",` + event.String() + `]`), kind: websocket.TextMessage, messages: 1}
		return nil
	})
	numbers := make(map[string]int, l.events)
	for i, id := range ids {
		numbers[id] = i
	}
	return batches, numbers, failure
}

// nostrVerdict reads ["OK", id, stored, reason].
func nostrVerdict(data []byte, numbers map[string]int) (verdict, error) {
	var answer []json.RawMessage
	if err := json.Unmarshal(data, &answer); err != nil || len(answer) == 0 {
		return verdict{}, fmt.Errorf("not an answer: %.200s", data)
	}
	var label, id, reason string
	var stored bool
	if err := json.Unmarshal(answer[0], &label); err != nil {
		return verdict{}, err
	}
	if label != "OK" {
		note("the relay says %.200s", data)
		return verdict{batch: -1}, nil
	}
	if len(answer) < 4 || json.Unmarshal(answer[1], &id) != nil || json.Unmarshal(answer[2], &stored) != nil {
		return verdict{}, fmt.Errorf("not an answer: %.200s", data)
	}
	number, known := numbers[id]
	if !known {
		return verdict{}, fmt.Errorf("the relay answers an event that was not sent: %s", id)
	}
	if stored {
		return verdict{batch: number, stored: 1}, nil
	}
	if err := json.Unmarshal(answer[3], &reason); err != nil {
		return verdict{}, err
	}
	return verdict{batch: number, refused: 1, complaint: reason}, nil
}

// parallel calls work for 0 to n-1 on all processors; the first error, if any.
func parallel(n int, work func(int) error) error {
	var group sync.WaitGroup
	workers := runtime.NumCPU()
	errors := make(chan error, workers)
	for w := range workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for i := w; i < n; i += workers {
				if err := work(i); err != nil {
					errors <- err
					return
				}
			}
		}()
	}
	group.Wait()
	close(errors)
	return <-errors
}
