#!/bin/sh
# Makes storyd(1): storyd.1.in with the program's own help in it. Usage: storyd.1.sh PROGRAM
set -e
program=$1
here=$(dirname "$0")
export COLUMNS=76
commands() {
    "$program" --help | sed -n '/^SUBCOMMANDS:/,/^$/s/^  \([a-z][a-z-]*\)\( .*\)\{0,1\}$/\1/p' | while read -r command; do
        echo ".SS storyd $command" | sed 's/-/\\-/g'
        echo '.nf'
        "$program" help "$command" | sed 's/\\/\\e/g; s/-/\\-/g; s/^\./\\\&./; s/^'"'"'/\\(aq/'
        echo '.fi'
    done
}
version=$("$program" --version)
commands | sed -e '/@COMMANDS@/{' -e 'r /dev/stdin' -e 'd' -e '}' -e "s/@VERSION@/$version/" "$here/storyd.1.in"
