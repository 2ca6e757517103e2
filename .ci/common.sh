# What .ci/run and .ci/full share: steps that are counted and do not stop the others, and a copy to work in.
# Sourced by both; the caller sets ROOT, the checkout.

PASSED=0
FAILED=0
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

# step NAME COMMAND...: print and run a command; count whether it passed.
step() {
  local name=$1 began=$SECONDS
  shift
  printf '\n== %s\n+ %s\n' "$name" "$*"
  if "$@"; then
    PASSED=$((PASSED + 1))
    printf -- '-- %s: passed, %d s\n' "$name" $((SECONDS - began))
  else
    FAILED=$((FAILED + 1))
    printf -- '-- %s: FAILED, %d s\n' "$name" $((SECONDS - began))
  fi
}

# bounded SECONDS COMMAND...: end a command, and what it started, that does not end by itself.
bounded() {
  if command -v timeout >/dev/null; then
    timeout --kill-after=10 "$@" || { local code=$?; [ $code -eq 124 ] && echo "ended after $1 s"; return $code; }
  else
    "${@:2}"
  fi
}

# copy_checkout DIR: the files that git knows or would take in, so that nothing built or left behind helps a test.
copy_checkout() {
  mkdir -p "$1"
  if git -C "$ROOT" rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    # A file that was deleted and not yet committed is still listed.
    (cd "$ROOT" && git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
      if [ -e "$file" ]; then printf '%s\0' "$file"; fi
    done | tar --null -T - -cf -) | tar -xf - -C "$1"
  else
    (cd "$ROOT" && tar --exclude=.venv --exclude=__pycache__ -cf - .) | tar -xf - -C "$1"
  fi
}

# test_command FILE: the first line of the fenced block behind <!-- test-command -->.
test_command() {
  awk '/<!-- test-command -->/ { marked = 1; next }
       marked && /^```/ { if (fenced) exit; fenced = 1; next }
       fenced { sub(/^\$ /, ""); print; exit }' "$1"
}

# find_python VERSION: an interpreter of that version that really runs; nothing where there is none.
find_python() {
  local candidate
  for candidate in "python$1" "$HOME"/.pyenv/versions/"$1"*/bin/python"$1"; do
    if "$candidate" -c "import sys, venv; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
}

# closing: the last line, and the exit code.
closing() {
  printf '\n%d passed, %d failed\n' "$PASSED" "$FAILED"
  [ "$FAILED" -eq 0 ]
}
