//go:build !nogui

package main

const windowBuilt = true
