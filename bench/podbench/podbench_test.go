package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/fasthttp/websocket"
	"github.com/nbd-wtf/go-nostr"
)

func TestAddressesAreReadAsTheyAreWritten(t *testing.T) {
	for _, data := range [][]byte{make([]byte, 32), bytes.Repeat([]byte{0xFF}, 32), append([]byte{0, 0, 7}, make([]byte, 29)...)} {
		read, err := base58(toBase58(data))
		if err != nil || !bytes.Equal(read, data) {
			t.Errorf("%x became %x, %v", data, read, err)
		}
	}
	if _, err := base58("0OIl"); err == nil {
		t.Error("letters that base58 has not were read")
	}
}

func TestNostrEventsHaveTheWantedLengthAndAreSigned(t *testing.T) {
	batches, numbers, err := nostrEvents(&load{events: 5, bytes: 456})
	if err != nil || len(numbers) != 5 {
		t.Fatal(err, numbers)
	}
	for _, b := range batches {
		text := strings.TrimSuffix(strings.TrimPrefix(string(b.frame), `["EVENT",`), "]")
		var event nostr.Event
		if err := event.UnmarshalJSON([]byte(text)); err != nil {
			t.Fatal(err)
		}
		valid, err := event.CheckSignature()
		if len(text) != 456 || !valid || err != nil {
			t.Errorf("%d bytes, signature %v, %v", len(text), valid, err)
		}
	}
}

func TestMessagesAreSignedAsTheProtocolSays(t *testing.T) {
	var who []agent
	for i := range 3 {
		_, private, _ := ed25519.GenerateKey(rand.Reader)
		who = append(who, agent{private, bytes.Repeat([]byte{byte(i + 1)}, 32)})
	}
	domain := bytes.Repeat([]byte{9}, 96)
	batches, err := podFrames(&load{events: 10, bytes: 300}, domain, who, 4, 1000, time.UnixMilli(1_000_000))
	if err != nil || len(batches) != 3 || batches[2].messages != 2 {
		t.Fatal(err, batches)
	}
	header := batches[1].frame[5 : 5+headerLength]
	public := header[64:96]
	signed := append(append([]byte{}, domain...), header...)
	if !ed25519.Verify(public, signed, batches[1].frame[5+headerLength:5+envelopeLength]) {
		t.Error("the signature is not over domain and header")
	}
	if at := binary.LittleEndian.Uint64(header[16:]); at != 1_000_005 {
		t.Errorf("the timestamp is %d, not when it is due", at)
	}
	if bytes.Equal(header[32:64], header[96:128]) {
		t.Error("a message to its sender")
	}
}

func TestAnswersAreCounted(t *testing.T) {
	answer := make([]byte, 4+2*resultLength)
	answer[4+resultLength] = 31
	v, err := podVerdict(websocket.BinaryMessage, answer, []int{2})
	if err != nil || v.stored != 1 || v.refused != 1 {
		t.Error(v, err)
	}
	if _, err := podVerdict(websocket.BinaryMessage, answer, []int{3}); err == nil {
		t.Error("an answer for too few messages was taken")
	}
	// The number of frame 123 begins with the byte of a brace.
	binary.LittleEndian.PutUint32(answer, '{')
	if v, err := podVerdict(websocket.BinaryMessage, answer, append(make([]int, '{'), 2)); err != nil || v.batch != '{' {
		t.Error(v, err)
	}
	if _, err := podVerdict(websocket.TextMessage, []byte(`{"type":"error"}`), []int{2}); err == nil {
		t.Error("an error was taken for an answer")
	}
	ok, err := nostrVerdict([]byte(`["OK","a",false,"blocked"]`), map[string]int{"a": 4})
	if err != nil || ok.batch != 4 || ok.refused != 1 {
		t.Error(ok, err)
	}
}

func TestTimesAreCountedByTheirPart(t *testing.T) {
	var h histogram
	h.add(time.Millisecond, 98)
	h.add(20*time.Millisecond, 2)
	if h.at(0.5) != 1.01 || h.at(0.99) != 20.01 {
		t.Error(h.at(0.5), h.at(0.99))
	}
}
