# Compares plain scripts with CPython. Sourced, when PROJECT is the project folder.

. "$PROJECT/scripts/benchmarks/turns.sh"

# Name of each workload, and how many times as fast as CPython it should be.
readonly LANGUAGE_WORKLOADS='
mandelbrot 30
scalar_arithmetic 30
fib_30 10
closures 10
method_calls 10
lists 2
dicts 2
strings 2
'

bench_lang() {
    local only= cold= python=${PYTHON:-python3} name target
    JSON= ROUNDS=5 WITH_PEER=
    while [ $# -gt 0 ]; do
        case $1 in
        --json) JSON=yes ;;
        --cold) cold=yes ;;
        --only | --rounds)
            [ -n "${2:-}" ] || fail "$1 needs a value"
            [ "$1" = --only ] && only=$2 || ROUNDS=$2
            shift
            ;;
        *) fail "there is no option $1" ;;
        esac
        shift
    done
    for name in ${only//,/ }; do
        grep -q "^$name " <<<"$LANGUAGE_WORKLOADS" || fail "there is no workload $name"
    done
    PIPES=$(mktemp -d)
    trap 'rm -rf "$PIPES"' EXIT
    if [ -n "$JSON" ]; then
        :
    elif "$python" -c '' 2>/dev/null; then
        WITH_PEER=yes
        start_side peer "$python" "$BENCHMARKS/lang_python.py"
    else
        echo "bench: there is no Python $python, so only TDSL is measured" >&2
    fi
    [ -n "$JSON" ] || print_row name TDSL Python ratio target
    while read -r name target; do
        [[ -n $name && ,${only:-$name}, == *,$name,* ]] || continue
        if [ -n "$cold" ]; then
            measure_processes "$name" "$python"
            target=1
        else
            measure_by_turns "$name" "$BENCHMARKS/lang.tdsl"
        fi
        report "$name" "$target" "$TDSL_SECONDS" "$PEER_SECONDS"
    done <<<"${LANGUAGE_WORKLOADS#?}"
}

# Measures whole processes that run workload $1 once, in TDSL and in Python $2, whose results must be equal.
measure_processes() {
    local round tdsl=() peer=() expected=
    for ((round = 0; round < ROUNDS; round++)); do
        if [ -n "$WITH_PEER" ]; then
            time_process "$1" "$2" "$BENCHMARKS/lang_python.py"
            peer+=("$SECONDS_MEASURED")
            expected=$RESULT
        fi
        time_process "$1" "$PROJECT/scripts/tdsl" "$BENCHMARKS/lang.tdsl"
        tdsl+=("$SECONDS_MEASURED")
        [ -z "$expected" ] || [ "$RESULT" = "$expected" ] || fail "$1 gives $RESULT, and in Python $expected"
    done
    TDSL_SECONDS=$(median "${tdsl[@]}")
    PEER_SECONDS=$([ -z "$WITH_PEER" ] || median "${peer[@]}")
}

# Runs the command after $1 for one run of workload $1. Sets RESULT, and SECONDS_MEASURED to what the process took.
time_process() {
    local started=$EPOCHREALTIME
    RESULT=$(echo "once $1" | "${@:2}") || fail "$1 failed in ${*:2}"
    SECONDS_MEASURED=$(awk "BEGIN { print $EPOCHREALTIME - $started }")
}
