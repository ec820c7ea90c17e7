// Package clock asks time servers (NTP, RFC 5905) how far the computer's clock
// is off. Codes that depend on the time are refused when it is off by more than
// a step, and no look at the computer alone can tell.
//
// It sends something only when Offset is called, and callers do that only when
// a person has asked for it. What is sent holds nothing but a random number; the
// servers learn the computer's address, as every server does. Nothing is set:
// the clock belongs to the system.
package clock
