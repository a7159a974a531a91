package embeddedpg

import "syscall"

// endWithParent has the kernel ask the server to end when we die.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// inNamespace runs the server as root under another number: files of root are
// its own, and it believes to be an ordinary user.
func inNamespace() (runAs, bool) {
	ids := []syscall.SysProcIDMap{{ContainerID: 1000, HostID: 0, Size: 1}}
	return runAs{attr: func() *syscall.SysProcAttr {
		return &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWUSER, UidMappings: ids, GidMappings: ids}
	}, uid: -1}, true
}
