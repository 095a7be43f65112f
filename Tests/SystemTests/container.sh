#!/usr/bin/env bash
# Boots a throw-away systemd over this machine's own root, and keeps it for as long as standard input stays open:
#
#   container.sh NAME [systemd-nspawn option…]
#
# One line on standard output, the process id of the container's systemd, says that it is up. What the container writes
# goes to an overlay in memory. All mounts live in a mount namespace of this script, all processes in a process
# namespace below it, so even a kill -9 of whoever started it, or of the script, leaves none behind.
set -u
name=$1
shift

if [ -z "${CONTAINER_NAMESPACE:-}" ]; then
    export CONTAINER_NAMESPACE=1
    exec unshare --mount --propagation private "$0" "$name" "$@"
fi

# Containers that share a control group would take each other's services for their own.
groups=
for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    [ -e "$hierarchy/cgroup.procs" ] && mkdir "$hierarchy/$name" && groups="$groups $hierarchy/$name"
done

child() { cat "/proc/$1/task/$1/children" 2>/dev/null; }

machine=
clean_up() {
    trap '' INT TERM HUP PIPE
    if [ -n "$machine" ]; then
        # The first process of the namespace takes all others with it.
        kill -KILL $(child "$machine") 2>/dev/null || kill -KILL "$machine" 2>/dev/null
        wait "$machine" 2>/dev/null
    fi
    for group in $groups; do
        # A killed process leaves its group a moment later.
        for _ in $(seq 100); do
            find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null
            [ -d "$group" ] || break
            sleep 0.1
        done
    done
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP PIPE

# The root, the locks and the console are on a file system of this namespace: nothing to remove from a disk.
mkdir -p /run/systemd/nspawn
mount -t tmpfs -o mode=0755 tmpfs /run/systemd/nspawn || exit 1
mkdir /run/systemd/nspawn/root
mount --bind / /run/systemd/nspawn/root || exit 1

(
    for group in $groups; do echo "$BASHPID" >"$group/cgroup.procs"; done
    export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1
    exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child=KILL --mount-proc \
        systemd-nspawn -D /run/systemd/nspawn/root --volatile=overlay --register=no --keep-unit --link-journal=no \
        --private-network --boot --console=pipe --machine="$name" "$@" systemd.unit=basic.target
) </dev/null >/run/systemd/nspawn/console 2>&1 &
machine=$!

for _ in $(seq 600); do
    sleep 0.1
    kill -0 "$machine" 2>/dev/null || break
    nspawn=$(child "$machine")
    init=$(child "${nspawn%% *}")
    init=${init%% *}
    state=$([ -n "$init" ] && nsenter -t "$init" -a systemctl is-system-running 2>/dev/null)
    case $state in
    running | degraded)
        echo "$init"
        cat >/dev/null
        exit 0
        ;;
    esac
done
echo "the container did not come up:" >&2
tail -n 20 /run/systemd/nspawn/console >&2
exit 1
