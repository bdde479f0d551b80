// Package request makes requests to Azure that take a step of a plan, and checks
// requests before they are sent. It sends nothing itself.
//
// [Command] returns the az command for a step. [CheckPut] compares the body of a
// PUT with the current document, and lists what the PUT would wipe out.
//
// No secret is in what these functions return: a command names the environment
// variable or the file that holds an MD5 key. All functions are pure and safe for
// concurrent use.
package request
