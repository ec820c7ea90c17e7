//go:build nogui

package main

const windowBuilt = false
