package main

import (
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/fasthttp/websocket"
)

// batch is what goes out as one WebSocket frame.
type batch struct {
	frame    []byte
	kind     int // websocket.TextMessage or websocket.BinaryMessage
	messages int
	due      time.Duration // since the start; counts only where there is a rate
}

// verdict is what one frame of the relay says: how many messages of which batch it stored and refused.
type verdict struct {
	batch     int
	stored    int
	refused   int
	complaint string
}

// result of a run; times in milliseconds from when a message was sent, or was due where there is a rate.
type result struct {
	Sent      int     `json:"sent"`
	Accepted  int     `json:"accepted"`
	Refused   int     `json:"refused"`
	Seconds   float64 `json:"seconds"`
	PerSecond float64 `json:"perSecond"`
	P50       float64 `json:"p50Ms"`
	P99       float64 `json:"p99Ms"`
	Max       float64 `json:"maxMs"`
}

// feed sends the batches over the connections, at most window messages under way on all of them together. A batch
// with a due time is not sent before it; it may be sent later when the window is full, and its latency counts from then.
func feed(url string, batches []batch, connections, window int, read func(kind int, data []byte) (verdict, error)) (result, error) {
	var total result
	total.Sent = countMessages(batches)
	var latencies histogram
	var mutex sync.Mutex
	failures := make(chan error, 2*connections)
	var group sync.WaitGroup
	sockets := make([]*websocket.Conn, connections)
	for i := range sockets {
		socket, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			return total, fmt.Errorf("%s: %w", url, err)
		}
		defer socket.Close()
		sockets[i] = socket
	}
	start := time.Now()
	for i, socket := range sockets {
		own := share(len(batches), connections, i)
		room := newRoom(window / connections)
		sent := make([]time.Duration, len(own))
		place := make(map[int]int, len(own))
		for at, number := range own {
			place[number] = at
		}
		var sentMutex sync.Mutex
		group.Add(2)
		go func() {
			defer group.Done()
			for at, number := range own {
				b := batches[number]
				if wait := b.due - time.Since(start); wait > 0 {
					time.Sleep(wait)
				}
				room.take(b.messages)
				began := time.Since(start)
				if b.due > 0 {
					began = b.due
				}
				sentMutex.Lock()
				sent[at] = began
				sentMutex.Unlock()
				if err := socket.WriteMessage(b.kind, b.frame); err != nil {
					failures <- err
					return
				}
			}
		}()
		go func() {
			defer group.Done()
			for left := messagesOf(batches, own); left > 0; {
				kind, data, err := socket.ReadMessage()
				if err != nil {
					failures <- err
					return
				}
				v, err := read(kind, data)
				if err != nil {
					failures <- err
					return
				}
				if v.batch < 0 {
					continue
				}
				now := time.Since(start)
				at, known := place[v.batch]
				if !known {
					failures <- fmt.Errorf("the relay answers what was not asked on this connection")
					return
				}
				sentMutex.Lock()
				latency := now - sent[at]
				sentMutex.Unlock()
				answered := v.stored + v.refused
				left -= answered
				room.give(answered)
				mutex.Lock()
				total.Accepted += v.stored
				total.Refused += v.refused
				latencies.add(latency, answered)
				if v.complaint != "" && total.Refused <= 5 {
					note("refused: %s", v.complaint)
				}
				mutex.Unlock()
			}
		}()
	}
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case err := <-failures:
		return total, err
	case <-done:
	}
	total.Seconds = time.Since(start).Seconds()
	total.PerSecond = math.Round(float64(total.Accepted) / total.Seconds)
	total.Seconds = math.Round(total.Seconds*1000) / 1000
	total.P50, total.P99, total.Max = latencies.at(0.5), latencies.at(0.99), latencies.at(1)
	return total, nil
}

func countMessages(batches []batch) int {
	count := 0
	for _, b := range batches {
		count += b.messages
	}
	return count
}

func messagesOf(batches []batch, numbers []int) int {
	count := 0
	for _, number := range numbers {
		count += batches[number].messages
	}
	return count
}

// share gives connection number i every n-th batch.
func share(batches, n, i int) []int {
	var own []int
	for number := i; number < batches; number += n {
		own = append(own, number)
	}
	return own
}

// room for messages under way.
type room struct {
	mutex sync.Mutex
	freed *sync.Cond
	left  int
}

func newRoom(size int) *room {
	r := &room{left: size}
	r.freed = sync.NewCond(&r.mutex)
	return r
}

func (r *room) take(n int) {
	r.mutex.Lock()
	for r.left < n {
		r.freed.Wait()
	}
	r.left -= n
	r.mutex.Unlock()
}

func (r *room) give(n int) {
	r.mutex.Lock()
	r.left += n
	r.mutex.Unlock()
	r.freed.Signal()
}

const (
	bucket  = 10 * time.Microsecond
	buckets = 6_000_000
)

// histogram of times in steps of 10 microseconds up to a minute; longer ones count as a minute.
type histogram struct {
	counts []int
	total  int
}

func (h *histogram) add(d time.Duration, times int) {
	if h.counts == nil {
		h.counts = make([]int, buckets+1)
	}
	h.counts[min(max(int(d/bucket), 0), buckets)] += times
	h.total += times
}

// at is the time in milliseconds that this part of all messages did not exceed.
func (h *histogram) at(part float64) float64 {
	wanted := int(math.Ceil(part * float64(h.total)))
	seen := 0
	for i, count := range h.counts {
		seen += count
		if count > 0 && seen >= wanted {
			return float64(i+1) * float64(bucket) / float64(time.Millisecond)
		}
	}
	return 0
}
