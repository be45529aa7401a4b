package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	badgerdb "github.com/dgraph-io/badger/v4"
	"github.com/fiatjaf/eventstore/badger"
	"github.com/fiatjaf/khatru"
)

// runKhatru serves khatru's first example: its embedded Badger store, no policies, no limits.
func runKhatru(arguments []string) error {
	flags := flag.NewFlagSet("khatru", flag.ExitOnError)
	port := flags.Int("port", 0, "of 127.0.0.1")
	folder := flags.String("folder", "", "for the store")
	sync := flags.Bool("sync", true, "whether the store syncs its log before an event counts as stored (Badger's default: no)")
	flags.Parse(arguments)
	store := badger.BadgerBackend{Path: *folder, BadgerOptionsModifier: func(o badgerdb.Options) badgerdb.Options {
		return o.WithSyncWrites(*sync).WithLoggingLevel(badgerdb.WARNING)
	}}
	if err := store.Init(); err != nil {
		return err
	}
	defer store.Close()
	relay := khatru.NewRelay()
	relay.StoreEvent = append(relay.StoreEvent, store.SaveEvent)
	relay.QueryEvents = append(relay.QueryEvents, store.QueryEvents)
	relay.CountEvents = append(relay.CountEvents, store.CountEvents)
	relay.DeleteEvent = append(relay.DeleteEvent, store.DeleteEvent)
	relay.ReplaceEvent = append(relay.ReplaceEvent, store.ReplaceEvent)
	server := &http.Server{Addr: fmt.Sprintf("127.0.0.1:%d", *port), Handler: relay}
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-stop
		server.Close()
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		return err
	}
	return nil
}
