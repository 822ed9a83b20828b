#!/bin/sh
# The main job on made-up data: a form's export comes in, is found, tagged, rated, promoted, and goes out again.
# Prints each command before what it says. Everything happens in a folder of its own.
#   sh examples/main-job.sh .build/release/practice
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
examples=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp "$examples"/ideas-form.csv "$examples"/ideas-form.mapping.yaml "$folder"
cd "$folder"
PRACTICE_REGISTRY=$folder/registry
export PRACTICE_REGISTRY

# run EXPECTED COMMAND…: a command that ends in another way than expected ends the job.
run() {
    expected=$1
    shift
    echo
    echo "practice> $*"
    code=0
    "$program" "$@" || code=$?
    [ "$code" = "$expected" ] || { echo "that ended with $code, and $expected was expected"; exit 1; }
}

run 0 init --founding --as admin
run 0 people add lead --role lead --as admin
# Some rows of the file are bad, so the import ends with 65 and hands them back.
run 65 import ideas-form.csv --mapping ideas-form.mapping.yaml --as lead
run 65 import ideas-form.csv --mapping ideas-form.mapping.yaml --as lead
run 0 find wheelchair bus
run 0 tag --where wheelchair +transport --yes --as lead
run 0 rate P1 4 --why "It plans for the bad day" --as ben
run 0 evidence add P1 --kind observation --strength 1 --direction better --finding "Three travellers changed buses alone after a diversion" --source "Visit" --as lead
run 0 promote P1 developing --explain --as lead
run 0 share P1 --with ben --note "Would this help your team?" --as lead
run 0 inbox --as ben
run 0 stats --by area
run 0 export --to csv transport.csv tag:transport --as lead
run 0 history P1
run 0 verify
