package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/expressroute-go/expressroute/circuit/azure/request"
)

// client sends requests to Azure Resource Manager.
type client struct {
	base  string
	http  *http.Client
	token string
	wait  func(context.Context, time.Duration) error
}

// answer is what Azure says to a request, or of the operation that it began.
type answer struct {
	status     int
	header     http.Header
	body       []byte
	retryAfter time.Duration
	failed     bool
}

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 16 << 20

// do sends a request.
func (c client) do(ctx context.Context, r request.Request, body []byte) (answer, error) {
	return c.send(ctx, r.Method, r.URL(c.base), r.Header, body)
}

func (c client) send(ctx context.Context, method, url string, header http.Header, body []byte) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	for name, values := range header {
		req.Header[name] = values
	}
	if c.token != "" && strings.HasPrefix(url, strings.TrimSuffix(c.base, "/")+"/") { // an answer can name another host for its operation
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
	return answer{
		status: resp.StatusCode, header: resp.Header, body: text,
		retryAfter: time.Duration(seconds) * time.Second, failed: resp.StatusCode >= 400,
	}, err
}

const (
	maxPolls  = 1000 // how often an operation is asked for
	maxMisses = 5    // how often it may not be found: Azure's front ends learn of it by and by
)

// follow polls the operation that an answer names, until it has ended.
//
// Source: https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/async-operations
func (c client) follow(ctx context.Context, a answer, headers []string) (answer, error) {
	for _, name := range headers {
		if url := a.header.Get(name); url != "" {
			return c.poll(ctx, url, a.retryAfter)
		}
	}
	return a, nil
}

func (c client) poll(ctx context.Context, url string, retryAfter time.Duration) (answer, error) {
	misses := 0
	for range maxPolls {
		if err := c.wait(ctx, max(retryAfter, time.Second)); err != nil {
			return answer{}, err
		}
		a, err := c.send(ctx, http.MethodGet, url, nil, nil)
		if err != nil {
			return a, err
		}
		if a.status == http.StatusNotFound {
			misses++
		}
		again := a.status == http.StatusTooManyRequests || a.status >= 500 || a.status == http.StatusNotFound && misses < maxMisses
		if retryAfter = a.retryAfter; again {
			continue
		}
		var operation struct{ Status string }
		_ = json.Unmarshal(a.body, &operation) // an answer without a status is told by its code
		switch {
		case a.failed || operation.Status == "Failed" || operation.Status == "Canceled":
			a.failed = true
			return a, nil
		case operation.Status == "Succeeded", operation.Status == "" && a.status != http.StatusAccepted:
			return a, nil
		}
	}
	return answer{}, fmt.Errorf("the operation has not ended after %d polls", maxPolls)
}
