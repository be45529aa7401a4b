package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/fasthttp/websocket"
)

const (
	headerLength   = 192
	envelopeLength = headerLength + ed25519.SignatureSize
	withoutReceipt = 1
	resultLength   = 11
	signingSpeed   = 25_000 // a second on one slow core, to choose the first timestamp by
)

// agent is one that was registered for this run.
type agent struct {
	key     ed25519.PrivateKey
	address []byte
}

func runPod(arguments []string) error {
	flags := flag.NewFlagSet("pod", flag.ExitOnError)
	url := flags.String("url", "", "the relay")
	tokenFile := flags.String("token-file", "", "file with the token for operations of hosted agents, which register the agents")
	agents := flags.Int("agents", 20, "who send and receive")
	perFrame := flags.Int("frame", 64, "messages in a binary frame")
	rate := flags.Int("rate", 0, "messages a second on a clock that does not wait for answers; 0: as the window allows")
	l := loadFlags(flags)
	flags.Parse(arguments)
	if err := l.check(); err != nil {
		return err
	}
	if *agents < 2 || *perFrame < 1 || *perFrame > 1024 || l.window/l.connections < *perFrame || l.bytes <= envelopeLength {
		return fmt.Errorf("--agents wants at least 2, --frame 1 to 1024, --window a frame for each connection, --bytes more than %d", envelopeLength)
	}
	domain, err := podDomain(*url)
	if err != nil {
		return err
	}
	who, err := podAgents(*url, *tokenFile, *agents)
	if err != nil {
		return err
	}
	began := time.Now()
	// With a rate, a message bears the time when it is due, so that a long run stays inside the relay's window.
	start := began.Add(time.Duration(l.events) * time.Second / signingSpeed)
	batches, err := podFrames(l, domain, who, *perFrame, *rate, start)
	if err != nil {
		return err
	}
	note("signed %d messages of %d bytes in %.1f s", l.events, l.bytes, time.Since(began).Seconds())
	if *rate > 0 {
		time.Sleep(time.Until(start))
	}
	sizes := make([]int, len(batches))
	for i, b := range batches {
		sizes[i] = b.messages
	}
	r, err := feed("ws"+strings.TrimPrefix(*url, "http")+"/v1/stream", batches, l.connections, l.window,
		func(kind int, data []byte) (verdict, error) { return podVerdict(kind, data, sizes) })
	if err != nil {
		return err
	}
	return report(r)
}

// podDomain is what precedes a header in what is signed: docs/protocol.md section 1.
func podDomain(url string) ([]byte, error) {
	var about struct{ GenesisHash, Program string }
	if err := call("GET", url+"/v1/relay", "", nil, &about); err != nil {
		return nil, err
	}
	domain := make([]byte, 32, 96)
	domain[0] = 0xFF
	copy(domain[1:], "pod/envelope/v1")
	genesis, err := base58(about.GenesisHash)
	if err != nil {
		return nil, err
	}
	program, err := base58(about.Program)
	if err != nil {
		return nil, err
	}
	return append(append(domain, genesis...), program...), nil
}

// podAgents registers agents with keys of their own through the relay.
func podAgents(url, tokenFile string, count int) ([]agent, error) {
	token, err := os.ReadFile(tokenFile)
	if err != nil {
		return nil, err
	}
	type operation struct {
		Type   string `json:"type"`
		Name   string `json:"name"`
		Signer string `json:"signer"`
	}
	var agents []agent
	for len(agents) < count {
		var operations []operation
		first := len(agents)
		for i := first; i < min(first+50, count); i++ {
			public, private, err := ed25519.GenerateKey(rand.Reader)
			if err != nil {
				return nil, err
			}
			agents = append(agents, agent{key: private})
			name := fmt.Sprintf("bench-%x-%d", public[:6], i)
			operations = append(operations, operation{"register-agent", name, toBase58(public)})
		}
		var answer struct {
			Results []struct{ State, Address, Reason string }
		}
		body := map[string]any{"operations": operations}
		if err := call("POST", url+"/v1/operations", strings.TrimSpace(string(token)), body, &answer); err != nil {
			return nil, err
		}
		if len(answer.Results) != len(operations) {
			return nil, fmt.Errorf("the relay answered %d of %d operations", len(answer.Results), len(operations))
		}
		for i, done := range answer.Results {
			if done.State != "done" {
				return nil, fmt.Errorf("an agent was not registered: %s: %s", done.State, done.Reason)
			}
			if agents[first+i].address, err = base58(done.Address); err != nil {
				return nil, err
			}
		}
	}
	return agents, nil
}

// podFrames signs all messages: docs/protocol.md section 2, docs/api.md "Binary frames".
func podFrames(l *load, domain []byte, who []agent, perFrame, rate int, start time.Time) ([]batch, error) {
	count := (l.events + perFrame - 1) / perFrame
	batches := make([]batch, count)
	return batches, parallel(count, func(i int) error {
		messages := min(perFrame, l.events-i*perFrame)
		frame := make([]byte, 5, 5+messages*l.bytes)
		binary.LittleEndian.PutUint32(frame, uint32(i))
		frame[4] = withoutReceipt
		var due time.Duration
		if rate > 0 {
			due = time.Duration(i*perFrame+1) * time.Second / time.Duration(rate)
		}
		for m := range messages {
			frame = podMessage(frame, domain, who, i*perFrame+m, l.bytes-envelopeLength, start.Add(due))
		}
		batches[i] = batch{frame: frame, kind: websocket.BinaryMessage, messages: messages, due: due}
		return nil
	})
}

func podMessage(frame, domain []byte, who []agent, number, length int, at time.Time) []byte {
	content := make([]byte, length)
	binary.LittleEndian.PutUint32(content, uint32(number))
	hash := sha256.Sum256(content)
	from := who[number%len(who)]
	to := who[(number+1+number/len(who)%(len(who)-1))%len(who)]
	header := make([]byte, headerLength)
	header[0], header[1], header[3] = 1, 1, 0x55
	binary.LittleEndian.PutUint32(header[4:], uint32(length))
	binary.LittleEndian.PutUint64(header[8:], uint64(number))
	binary.LittleEndian.PutUint64(header[16:], uint64(at.UnixMilli()))
	copy(header[32:], from.address)
	copy(header[64:], from.key.Public().(ed25519.PublicKey))
	copy(header[96:], to.address)
	copy(header[160:], hash[:])
	signed := append(append(make([]byte, 0, 96+headerLength), domain...), header...)
	frame = append(frame, header...)
	frame = append(frame, ed25519.Sign(from.key, signed)...)
	return append(frame, content...)
}

// podVerdict reads the answer to a binary frame, without receipts.
func podVerdict(kind int, data []byte, sizes []int) (verdict, error) {
	if kind != websocket.BinaryMessage || len(data) < 4 {
		return verdict{}, fmt.Errorf("the relay says %.300s", data)
	}
	v := verdict{batch: int(binary.LittleEndian.Uint32(data))}
	if v.batch >= len(sizes) || len(data) != 4+sizes[v.batch]*resultLength {
		return verdict{}, fmt.Errorf("an answer of %d bytes to frame %d", len(data), v.batch)
	}
	for at := 4; at < len(data); at += resultLength {
		if data[at] == 0 {
			v.stored++
		} else {
			v.refused++
			v.complaint = fmt.Sprintf("status %d (docs/api.md, numbers of errors)", data[at])
		}
	}
	return v, nil
}

func call(method, url, token string, body, answer any) error {
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		content = bytes.NewReader(text)
	}
	request, err := http.NewRequest(method, url, content)
	if err != nil {
		return err
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %.300s", method, url, response.Status, text)
	}
	return json.Unmarshal(text, answer)
}

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58 reads 32 bytes.
func base58(text string) ([]byte, error) {
	number := new(big.Int)
	for _, c := range text {
		digit := strings.IndexRune(alphabet, c)
		if digit < 0 {
			return nil, fmt.Errorf("%q is not base58", text)
		}
		number.Add(number.Mul(number, big.NewInt(58)), big.NewInt(int64(digit)))
	}
	if number.BitLen() > 256 {
		return nil, fmt.Errorf("%q is longer than 32 bytes", text)
	}
	return number.FillBytes(make([]byte, 32)), nil
}

func toBase58(data []byte) string {
	number := new(big.Int).SetBytes(data)
	var digits []byte
	for rest := new(big.Int); number.Sign() > 0; {
		number.DivMod(number, big.NewInt(58), rest)
		digits = append([]byte{alphabet[rest.Int64()]}, digits...)
	}
	for i := 0; i < len(data) && data[i] == 0; i++ {
		digits = append([]byte{alphabet[0]}, digits...)
	}
	return string(digits)
}
