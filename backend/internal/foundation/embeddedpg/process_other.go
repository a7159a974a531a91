//go:build unix && !linux

package embeddedpg

import "syscall"

// endWithParent does nothing: only Linux tells a process that its parent died.
func endWithParent(*syscall.SysProcAttr) {}

func inNamespace() (runAs, bool) { return runAs{}, false }
