# Stamps: what a step was last done for, by content, so that it is not done again for nothing.
# shellcheck shell=bash

# content_hash PATH...: one hash over the names and bytes of the files in these paths; built things are left out.
content_hash() {
  find "$@" \( -name target -o -name node_modules \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# stamp_is NAME VALUE: whether NAME was last stamped with VALUE.
stamp_is() {
  [ -f "$STATE_ROOT/stamps/$1" ] && [ "$(cat "$STATE_ROOT/stamps/$1")" = "$2" ]
}

set_stamp() {
  mkdir -p "$STATE_ROOT/stamps"
  printf '%s\n' "$2" >"$STATE_ROOT/stamps/$1"
}
