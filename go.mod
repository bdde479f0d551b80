module github.com/expressroute-go/expressroute

go 1.25.0

require (
	github.com/looplab/fsm v1.0.3 // indirect
	github.com/stretchr/testify v1.12.1 // indirect
)
