#!/bin/sh
# Outlives a killed command: reads "watch PID" and "forget PID" lines, and when its input ends without
# the processes having been forgotten, stops them, the newest first, so that nothing is left running.
trap '' INT HUP TERM
pids=''
running() {
  kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}
while read -r action pid; do
  if [ "$action" = watch ]; then pids="$pid $pids"; continue; fi
  kept=''
  for known in $pids; do [ "$known" = "$pid" ] || kept="$kept$known "; done
  pids=$kept
done
for pid in $pids; do
  kill -TERM "$pid" 2>/dev/null
  tries=100
  while running "$pid" && [ "$tries" -gt 0 ]; do sleep 0.2; tries=$((tries - 1)); done
  kill -KILL "$pid" 2>/dev/null
done
exit 0
