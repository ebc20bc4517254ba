# Measures sparse convolution on the CPU or a GPU, beside its peers. Sourced, when PROJECT is the project folder.

bench_sparse() {
    local device=cpu data= channels=32,64,128 seconds=1 python=${PYTHON:-python3}
    while [ $# -gt 0 ]; do
        [ -n "${2:-}" ] || { echo "bench: $1 needs a value" >&2; exit 2; }
        case $1 in
        --device) device=$2 ;;
        --data) data=$2 ;;
        --channels) channels=$2 ;;
        --seconds) seconds=$2 ;;
        *) echo "bench: there is no option $1" >&2; exit 2 ;;
        esac
        shift 2
    done
    [ -f "$data/lidar_voxels.npy" ] || { echo "bench: --data must name a folder with lidar_voxels.npy" >&2; exit 2; }
    # Not local: the trap runs when the function is over.
    RESULTS=$(mktemp)
    trap 'rm -f "$RESULTS"' EXIT
    "$PROJECT/scripts/tdsl" "$PROJECT/scripts/benchmarks/sparse.tdsl" "$data" "$device" "$channels" "$seconds" >"$RESULTS"
    if "$python" -c 'import numpy, torch' 2>/dev/null; then
        "$python" "$PROJECT/scripts/benchmarks/sparse_peers.py" "$data" "$device" "$channels" "$seconds" >>"$RESULTS"
    else
        echo "bench: $python cannot import PyTorch, so only TDSL is measured" >&2
    fi
    # One row per workload: TDSL's time, then each peer's with its ratio to that.
    awk '
        function field(name) {
            if (!match($0, "\"" name "\": \"?[^\",}]*")) return ""
            return substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4)
        }
        {
            gsub(/: "/, ": ")
            name = field("name"); peer = field("peer"); ms = field("seconds") * 1000
            if (peer == "") { order[++count] = name; own[name] = ms }
            else peers[name] = peers[name] sprintf("  %s %.3f (%.2f)", peer, ms, ms / own[name])
        }
        END {
            for (i = 1; i <= count; i++) printf "%-28s %9.3f ms%s\n", order[i], own[order[i]], peers[order[i]]
        }' "$RESULTS"
}
