// Package request makes requests to Azure that take a step of a plan, and checks
// requests before they are sent. It sends nothing itself.
//
// [For] returns the request for a step, which any HTTP client can send. [Command]
// returns the az command for a step. [CheckPut] compares the body of a PUT with the
// current document, and lists what the PUT would wipe out.
//
// No secret is in what these functions print: a command names the environment
// variable or the file that holds an MD5 key, and only [Request.Body] and
// [Request.URL] give a request's secrets away. All functions are pure and safe for
// concurrent use.
package request
